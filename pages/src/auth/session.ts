/**
 * Who is signed in: until step 3 brings users, the bearer of the admin token. The token lives in
 * sessionStorage: it ends with the tab and is never sent anywhere but in the Authorization header.
 */
import { useSyncExternalStore } from "react";

const KEY = "jobdata.token";

export interface Session {
  token: string | null;
  /** True when the API refused the token of a running session. */
  ended: boolean;
}

function storedToken(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

let current: Session = { token: storedToken(), ended: false };
const listeners = new Set<() => void>();

function change(next: Session) {
  current = next;
  try {
    if (next.token) sessionStorage.setItem(KEY, next.token);
    else sessionStorage.removeItem(KEY);
  } catch {
    // Storage is forbidden: the session lasts until the page is reloaded.
  }
  for (const listener of listeners) listener();
}

export const session = {
  token: () => current.token,
  signIn: (token: string) => change({ token, ended: false }),
  signOut: () => change({ token: null, ended: false }),
  /** The API no longer takes this token; a later one is left alone. */
  end: (token: string) => {
    if (current.token === token) change({ token: null, ended: true });
  },
};

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export const useSession = () => useSyncExternalStore(subscribe, () => current);
