/** The rules of the broker, pure: who gets which browser session, and when one is closed. */
import type { BrowserGrant } from "../../shared/contracts/browser.ts";

/** Browser Rendering starts one new browser a second. */
const LAUNCH_INTERVAL_MS = 1000;
/** It drops a browser after 60 s without a command; closed well before, it is closed by us and counted. */
export const IDLE_CLOSE_MS = 45_000;
/** A holder that is silent for so long is dead: its session is closed, its place is free. */
export const HOLD_MS = 120_000;
/** All browsers are busy: time until asking again makes sense. */
const BUSY_POLL_MS = 500;

export interface BrowserSession {
  lease: string;
  holder: string;
  /** Null while it is being launched. */
  sessionId: string | null;
  state: "launching" | "busy" | "idle" | "closing";
  /** Unix ms of the session's one timer: end of the lease, of the idle time, or when to close it. */
  until: number;
}

export interface BrokerState {
  sessions: BrowserSession[];
  lastLaunchAt: number;
  launched: number;
  closed: number;
}

export function newBroker(): BrokerState {
  return { sessions: [], lastLaunchAt: 0, launched: 0, closed: 0 };
}

/** Changes `broker`. @param lease name of the new lease, should one be given */
export function acquire(
  broker: BrokerState,
  holder: string,
  lease: string,
  cap: number,
  now: number,
): BrowserGrant {
  expire(broker, now);
  // The one used last: the others grow old and are closed.
  const idle = broker.sessions
    .filter((session) => session.state === "idle")
    .sort((a, b) => b.until - a.until)[0];
  if (idle?.sessionId) {
    Object.assign(idle, { lease, holder, state: "busy", until: now + HOLD_MS });
    return { kind: "reuse", sessionId: idle.sessionId, lease };
  }
  // One that is closing still runs, so it still counts.
  if (broker.sessions.length >= cap) return { kind: "wait", waitMs: BUSY_POLL_MS };
  const paceMs = broker.lastLaunchAt + LAUNCH_INTERVAL_MS - now;
  if (paceMs > 0) return { kind: "wait", waitMs: paceMs };
  broker.lastLaunchAt = now;
  broker.sessions.push({ lease, holder, sessionId: null, state: "launching", until: now + HOLD_MS });
  return { kind: "launch", lease };
}

/**
 * Names the session launched under a lease; naming it again renews the lease. Changes `broker`.
 * @returns false when the lease is held no longer; the session is then closed by the broker
 */
export function register(broker: BrokerState, lease: string, sessionId: string, now: number): boolean {
  expire(broker, now);
  const session = broker.sessions.find((one) => one.lease === lease);
  if (session?.state === "launching") {
    broker.launched += 1;
    Object.assign(session, { sessionId, state: "busy", until: now + HOLD_MS });
    return true;
  }
  if (session?.state === "busy" && session.sessionId === sessionId) {
    session.until = now + HOLD_MS;
    return true;
  }
  if (!broker.sessions.some((one) => one.sessionId === sessionId)) {
    broker.launched += 1;
    broker.sessions.push({ lease, holder: "", sessionId, state: "closing", until: now });
  }
  return false;
}

/** Changes `broker`. A lease held no longer is no error: its session is closing already. */
export function release(broker: BrokerState, lease: string, broken: boolean, now: number): void {
  expire(broker, now);
  const session = broker.sessions.find((one) => one.lease === lease);
  if (session?.state === "launching") remove(broker, session);
  else if (session?.state === "busy") {
    Object.assign(
      session,
      broken ? { state: "closing", until: now } : { state: "idle", until: now + IDLE_CLOSE_MS },
    );
  }
}

/** Moves sessions whose time is over: dead holders' and idle ones are to be closed. Changes `broker`. */
export function expire(broker: BrokerState, now: number): void {
  for (const session of [...broker.sessions]) {
    if (session.until > now || session.state === "closing") continue;
    if (session.sessionId === null) remove(broker, session);
    else Object.assign(session, { state: "closing", until: now });
  }
}

/** Ids of the sessions that are launched and not being closed. */
export function named(broker: BrokerState): string[] {
  return broker.sessions.flatMap(({ sessionId, state }) =>
    sessionId !== null && state !== "closing" ? [sessionId] : [],
  );
}

/** Drops sessions that ended without us (a restart, a crash): their places are free. Changes `broker`. */
export function forget(broker: BrokerState, sessionIds: string[]): void {
  for (const session of [...broker.sessions]) {
    if (session.sessionId === null || !sessionIds.includes(session.sessionId)) continue;
    remove(broker, session);
    broker.closed += 1;
  }
}

export function closing(broker: BrokerState): string[] {
  return broker.sessions.flatMap((session) =>
    session.state === "closing" && session.sessionId !== null ? [session.sessionId] : [],
  );
}

/** Changes `broker`. */
export function markClosed(broker: BrokerState, sessionId: string): void {
  const session = broker.sessions.find((one) => one.state === "closing" && one.sessionId === sessionId);
  if (!session) return;
  remove(broker, session);
  broker.closed += 1;
}

/** Unix ms; null when no session is open. */
export function nextTimer(broker: BrokerState): number | null {
  const times = broker.sessions.map((session) => session.until);
  return times.length > 0 ? Math.min(...times) : null;
}

function remove(broker: BrokerState, session: BrowserSession): void {
  broker.sessions.splice(broker.sessions.indexOf(session), 1);
}
