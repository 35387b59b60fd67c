/** Rules of the broker, pure: who gets which browser session, and when one is closed. */
import type { BrowserGrant } from "../../shared/contracts/browser.ts";

/** Browser Rendering starts one new browser a second. */
const LAUNCH_INTERVAL_MS = 1000;
/** It drops a browser after 60 s without a command. The broker closes it well before, so that it is counted. */
export const IDLE_CLOSE_MS = 45_000;
/** A holder that does not renew within this time counts as dead: its session is closed and its place is free. */
export const HOLD_MS = 120_000;
/** Browser seconds are billed: a session unused for longer than this costs more than a new one. */
export const SESSION_COST_MS = 2000;
/** Wait before the next request while all browsers are busy. */
const BUSY_POLL_MS = 500;

export interface BrowserSession {
  lease: string;
  holder: string;
  /** Null while it is being launched. */
  sessionId: string | null;
  state: "launching" | "busy" | "idle" | "closing";
  /** Unix ms of the session's one timer: the end of its lease or idle time, or when to close it. */
  until: number;
}

export interface BrokerState {
  sessions: BrowserSession[];
  lastLaunchAt: number;
  /** Unix ms at which a holder was last told to wait. */
  lastWaitAt: number;
  launched: number;
  closed: number;
}

export function newBroker(): BrokerState {
  return { sessions: [], lastLaunchAt: 0, lastWaitAt: 0, launched: 0, closed: 0 };
}

/** Leases an idle session, allows a launch, or says how long to wait. Changes `broker`. @param lease name of a new lease */
export function acquire(
  broker: BrokerState,
  holder: string,
  lease: string,
  cap: number,
  now: number,
): BrowserGrant {
  expire(broker, now);
  // The session used last, so that the others get old and are closed.
  const idle = broker.sessions
    .filter((session) => session.state === "idle")
    .sort((a, b) => b.until - a.until)[0];
  if (idle?.sessionId) {
    Object.assign(idle, { lease, holder, state: "busy", until: now + HOLD_MS });
    return { kind: "reuse", session_id: idle.sessionId, lease };
  }
  // A session that is closing still runs, so it still counts.
  if (broker.sessions.length >= cap) {
    broker.lastWaitAt = now;
    return { kind: "wait", wait_ms: BUSY_POLL_MS };
  }
  const paceMs = broker.lastLaunchAt + LAUNCH_INTERVAL_MS - now;
  if (paceMs > 0) return { kind: "wait", wait_ms: paceMs };
  broker.lastLaunchAt = now;
  broker.sessions.push({ lease, holder, sessionId: null, state: "launching", until: now + HOLD_MS });
  return { kind: "launch", lease };
}

/**
 * Names the session launched under a lease; naming it again renews the lease. Changes `broker`.
 * @returns false when the lease has ended; the broker then closes the session
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

/**
 * Ends a lease. Changes `broker`. A lease that has ended is no error: its session is closing already.
 * @param idleMs time until the holder expects to need the session again
 */
export function release(
  broker: BrokerState,
  lease: string,
  broken: boolean,
  idleMs: number,
  now: number,
): void {
  expire(broker, now);
  const session = broker.sessions.find((one) => one.lease === lease);
  if (session?.state === "launching") remove(broker, session);
  else if (session?.state === "busy") {
    const awaited = broker.lastWaitAt > 0 && now - broker.lastWaitAt <= 2 * BUSY_POLL_MS;
    if (broken || (idleMs > SESSION_COST_MS && !awaited)) {
      Object.assign(session, { state: "closing", until: now });
    } else {
      // One kept for those who wait is closed soon when none of them comes.
      const keptMs = idleMs > SESSION_COST_MS ? SESSION_COST_MS : IDLE_CLOSE_MS;
      Object.assign(session, { state: "idle", until: now + keptMs });
    }
  }
}

/** Marks sessions as closing whose lease or idle time is over. Changes `broker`. */
export function expire(broker: BrokerState, now: number): void {
  for (const session of [...broker.sessions]) {
    if (session.until > now || session.state === "closing") continue;
    if (session.sessionId === null) remove(broker, session);
    else Object.assign(session, { state: "closing", until: now });
  }
}

/** Ids of the sessions that are launched and not closing. */
export function named(broker: BrokerState): string[] {
  return broker.sessions.flatMap(({ sessionId, state }) =>
    sessionId !== null && state !== "closing" ? [sessionId] : [],
  );
}

/** Drops sessions that ended by themselves (a restart, a crash), which frees their places. Changes `broker`. */
export function forget(broker: BrokerState, sessionIds: string[]): void {
  for (const session of [...broker.sessions]) {
    if (session.sessionId === null || !sessionIds.includes(session.sessionId)) continue;
    remove(broker, session);
    broker.closed += 1;
  }
}

/** Ids of the sessions to close. */
export function closing(broker: BrokerState): string[] {
  return broker.sessions.flatMap((session) =>
    session.state === "closing" && session.sessionId !== null ? [session.sessionId] : [],
  );
}

/** Drops a session that was closed. Changes `broker`. */
export function markClosed(broker: BrokerState, sessionId: string): void {
  const session = broker.sessions.find((one) => one.state === "closing" && one.sessionId === sessionId);
  if (!session) return;
  remove(broker, session);
  broker.closed += 1;
}

/** Unix ms of the next timer; null when no session is open. */
export function nextTimer(broker: BrokerState): number | null {
  const times = broker.sessions.map((session) => session.until);
  return times.length > 0 ? Math.min(...times) : null;
}

function remove(broker: BrokerState, session: BrowserSession): void {
  broker.sessions.splice(broker.sessions.indexOf(session), 1);
}
