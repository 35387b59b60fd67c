/**
 * Is somebody signed in at this browser? The session itself is an HttpOnly cookie that no script can read: here
 * stands only what the API's answers told. Sessions are numbered, so that a late refusal of an earlier one does
 * not end the present one.
 */
import { useSyncExternalStore } from "react";

export interface Session {
  number: number;
  signedIn: boolean;
  /** True when the API ended a session that was under way. */
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
  /** Somebody signed in, or the cookie was replaced by a new one. */
  start: () => change({ signedIn: true, ended: false }),
  signOut: () => change({ signedIn: false, ended: false }),
  /** The API refused a call that began in this session. */
  end: (number: number) => {
    if (current.signedIn && current.number === number) change({ signedIn: false, ended: true });
  },
  /** Called before anybody else learns that a session is over. */
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
