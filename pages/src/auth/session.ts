/**
 * Whether somebody is signed in. The session itself is an HttpOnly cookie that no script can read; this is what the
 * API's answers say about it. Sessions are numbered, so that a late 401 for an earlier session does not end the
 * current one.
 */
import { useSyncExternalStore } from "react";

export interface Session {
  number: number;
  signedIn: boolean;
  /** True when the API ended a running session. */
  ended: boolean;
}

let current: Session = { number: 0, signedIn: false, ended: false };
const listeners = new Set<() => void>();
const endListeners = new Set<() => void>();

function change(next: Omit<Session, "number">) {
  const isOver = current.signedIn && !next.signedIn;
  current = { ...next, number: current.number + 1 };
  if (isOver) for (const listener of endListeners) listener();
  for (const listener of listeners) listener();
}

export const session = {
  current: () => current,
  /** Called when somebody signed in, or the cookie was replaced by a new one. */
  start: () => change({ signedIn: true, ended: false }),
  signOut: () => change({ signedIn: false, ended: false }),
  /** Called when the API answered 401 to a call that began in session `number`. */
  end: (number: number) => {
    if (current.signedIn && current.number === number) change({ signedIn: false, ended: true });
  },
  /** The listener is called at the end of a session, before the subscribers. */
  onEnd: (listener: () => void) => {
    endListeners.add(listener);
    return () => void endListeners.delete(listener);
  },
};

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export const useSession = () => useSyncExternalStore(subscribe, session.current);
