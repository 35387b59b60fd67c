/**
 * Rules of the gate (X9), pure: pace, concurrency, Retry-After and the circuit breaker of one platform. The state is
 * small and plain, so that the object can store it whole before every answer.
 */

import { backoffMs } from "../../shared/backoff.ts";
import type { Outcome } from "../../shared/contracts/platform.ts";
import {
  type BreakerState,
  EDGE_HOLDER,
  type GateAnswer,
  type GateMeasures,
  type GateSettings,
  type GateStatus,
  type PermitReport,
} from "../../shared/contracts/platform-gate.ts";
import { MEASURED_MS, spreadOf } from "../../shared/domain/spread.ts";
import { DAY_MS } from "../../shared/time.ts";

/** First pause after a 429 without Retry-After; doubles with each one in a row. */
const THROTTLE_BASE_MS = 1000;
/** Bounds of the wait while all permits are in use. */
const MIN_POLL_MS = 5;
const MAX_POLL_MS = 2000;
/** Number of the newest requests that are measured. */
const MAX_RECENT = 200;

interface Permit {
  /** Missing in a state stored by an earlier version: nobody's, until it expires. */
  holder?: string;
  grantedAt: number;
  expiresAt: number;
  /** `nextAllowedAt` before this permit; giving the permit back restores it. */
  paceBefore: number;
  /** True for the one request that a half-open breaker lets through. */
  probe: boolean;
}

export interface GateState {
  permits: Record<string, Permit>;
  /** Name of the permit that was granted last; null before the first. */
  newest: string | null;
  nextAllowedAt: number;
  throttledUntil: number;
  throttlesInARow: number;
  failuresInARow: number;
  /** Unix ms; null while the breaker is closed, past while it is half-open. */
  reopenAt: number | null;
  cause: Outcome | null;
  /** Openings since the last good probe: the exponent of the cool-down. */
  openings: number;
  requests: number;
  /** Smoothed duration of requests, milliseconds: how long to wait while all permits are in use. */
  requestMs: number;
  /** Reported requests since the gate was made. */
  outcomes: Partial<Record<Outcome, number>>;
  /** The newest reported requests, oldest first; not stored. */
  recent: { at: number; ms: number; outcome: Outcome }[];
}

export interface Instant {
  /** Unix ms. */
  now: number;
  /** Uniform in [0, 1). */
  random: () => number;
  /** A name that nobody can guess. */
  newName: () => string;
}

export function newGate(): GateState {
  return {
    permits: {},
    newest: null,
    nextAllowedAt: 0,
    throttledUntil: 0,
    throttlesInARow: 0,
    failuresInARow: 0,
    reopenAt: null,
    cause: null,
    openings: 0,
    requests: 0,
    requestMs: 100,
    outcomes: {},
    recent: [],
  };
}

/**
 * Takes the reports of the holder's used permits, then grants up to `want` new ones. Only the edge has several at once:
 * another holder that asks gives up the one that it has, so that none can hoard the platform's places. Changes `gate`.
 */
export function exchange(
  gate: GateState,
  holder: string,
  reports: readonly PermitReport[],
  want: number,
  settings: GateSettings,
  at: Instant,
): GateAnswer {
  dropExpired(gate, at.now);
  for (const report of reports) take(gate, holder, report, settings, at.now);
  if (want > 0 && holder !== EDGE_HOLDER) abandon(gate, holder);
  const allowed = holder === EDGE_HOLDER ? want : Math.min(want, 1);
  const permits: string[] = [];
  let refusal = want > 0 ? refuse(gate, settings, at.now) : null;
  while (permits.length < allowed && refusal === null) {
    permits.push(grant(gate, holder, settings, at));
    refusal = refuse(gate, settings, at.now);
  }
  const breaker = breakerOf(gate, at.now);
  if (permits.length > 0 || refusal === null) return { permits, wait_ms: 0, breaker };
  return { permits, wait_ms: Math.max(1, Math.ceil(refusal.waitMs)), breaker, reason: refusal.reason };
}

/** Gives the holder's permits back unused. Changes `gate`. */
export function giveBack(gate: GateState, holder: string, permits: readonly string[]): void {
  for (const name of [...permits].reverse()) {
    const permit = permitOf(gate, holder, name);
    if (!permit) continue;
    delete gate.permits[name];
    gate.requests -= 1;
    // Only the last grant can restore the pace, because a later one was timed by this one.
    if (name === gate.newest) gate.nextAllowedAt = permit.paceBefore;
  }
}

/** The permit of this name, if it is the holder's. */
function permitOf(gate: GateState, holder: string, name: string): Permit | undefined {
  const permit = Object.hasOwn(gate.permits, name) ? gate.permits[name] : undefined;
  return permit?.holder === holder ? permit : undefined;
}

/** Ends the permits that a holder has not reported, as if they had expired. A probe stays: it must be answered. */
function abandon(gate: GateState, holder: string): void {
  for (const [name, permit] of Object.entries(gate.permits)) {
    if (permit.holder === holder && !permit.probe) delete gate.permits[name];
  }
}

/** Closes the breaker at a person's request. Changes `gate`. */
export function closeBreaker(gate: GateState): void {
  close(gate);
  gate.throttledUntil = 0;
  gate.throttlesInARow = 0;
}

export function statusOf(gate: GateState, now: number): GateStatus {
  return {
    breaker: breakerOf(gate, now),
    reopen_at: gate.reopenAt,
    cause: gate.cause,
    openings: gate.openings,
    in_flight: Object.values(gate.permits).filter((permit) => permit.expiresAt > now).length,
    next_allowed_at: Math.max(gate.nextAllowedAt, gate.throttledUntil),
    failures_in_a_row: gate.failuresInARow,
    requests: gate.requests,
  };
}

export function measuresOf(gate: GateState, now: number): GateMeasures {
  const { breaker, in_flight } = statusOf(gate, now);
  const recent = gate.recent.filter(({ at }) => at > now - MEASURED_MS);
  const outcomes: GateMeasures["outcomes"] = {};
  for (const { outcome } of recent) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  return {
    breaker,
    in_flight,
    outcomes: gate.outcomes,
    recent: { outcomes, time: spreadOf(recent.map(({ ms }) => ms)) },
  };
}

function breakerOf(gate: GateState, now: number): BreakerState {
  if (gate.reopenAt === null) return "closed";
  return gate.reopenAt > now ? "open" : "half-open";
}

type Refusal = { reason: NonNullable<GateAnswer["reason"]>; waitMs: number };

function refuse(gate: GateState, settings: GateSettings, now: number): Refusal | null {
  const inFlight = Object.values(gate.permits);
  const firstExpiry = Math.min(...inFlight.map((permit) => permit.expiresAt - now));
  const poll = Math.min(firstExpiry, Math.max(MIN_POLL_MS, Math.min(MAX_POLL_MS, gate.requestMs / 2)));
  const breaker = breakerOf(gate, now);
  if (breaker === "open") return { reason: "breaker", waitMs: (gate.reopenAt ?? now) - now };
  if (breaker === "half-open" && inFlight.some((permit) => permit.probe)) {
    return { reason: "breaker", waitMs: poll };
  }
  if (gate.throttledUntil > now) return { reason: "throttled", waitMs: gate.throttledUntil - now };
  if (gate.nextAllowedAt > now) return { reason: "pace", waitMs: gate.nextAllowedAt - now };
  if (inFlight.length >= settings.concurrency) return { reason: "concurrency", waitMs: poll };
  return null;
}

function grant(
  gate: GateState,
  holder: string,
  settings: GateSettings,
  { now, random, newName }: Instant,
): string {
  const name = newName();
  gate.newest = name;
  gate.permits[name] = {
    holder,
    grantedAt: now,
    expiresAt: now + settings.permit_ttl_ms,
    paceBefore: gate.nextAllowedAt,
    probe: gate.reopenAt !== null,
  };
  // The pace counts from this request, not from the last planned time, so that an idle hour allows no burst.
  gate.nextAllowedAt = now + settings.delay_ms + Math.floor(random() * settings.jitter_ms);
  gate.requests += 1;
  return name;
}

/** A report of a permit that the holder does not have (another's, an expired or an invented one) says nothing. */
function take(
  gate: GateState,
  holder: string,
  report: PermitReport,
  settings: GateSettings,
  now: number,
): void {
  const { outcome, retry_after_ms: retryAfterMs } = report;
  const permit = permitOf(gate, holder, report.permit);
  if (!permit) return;
  delete gate.permits[report.permit];
  gate.requestMs += (now - permit.grantedAt - gate.requestMs) / 8;
  gate.outcomes[outcome] = (gate.outcomes[outcome] ?? 0) + 1;
  gate.recent.push({ at: now, ms: now - permit.grantedAt, outcome });
  if (gate.recent.length > MAX_RECENT) gate.recent.shift();
  if (retryAfterMs !== undefined) {
    gate.throttledUntil = Math.max(gate.throttledUntil, now + Math.min(retryAfterMs, DAY_MS));
  }
  if (outcome === "blocked" || outcome === "login-needed") {
    // Answers to requests from before the opening do not lengthen the cool-down.
    if (gate.reopenAt === null || permit.probe) open(gate, outcome, settings, now);
    return;
  }
  switch (outcome) {
    case "network":
    case "server":
      gate.failuresInARow += 1;
      if (permit.probe || (gate.reopenAt === null && gate.failuresInARow >= settings.breaker_failures)) {
        open(gate, outcome, settings, now);
      }
      return;
    case "throttled":
      // A throttled probe says nothing about the breaker, so another probe follows it.
      if (retryAfterMs === undefined) {
        const pauseMs = backoffMs(gate.throttlesInARow, {
          baseMs: Math.max(settings.delay_ms, THROTTLE_BASE_MS),
          maxMs: Math.min(settings.breaker_cooldown_ms, DAY_MS),
        });
        gate.throttledUntil = Math.max(gate.throttledUntil, now + pauseMs);
      }
      gate.throttlesInARow += 1;
      return;
    default:
      gate.failuresInARow = 0;
      gate.throttlesInARow = 0;
      if (permit.probe) close(gate);
  }
}

/** Opens the breaker. The cool-down doubles with each opening until a probe succeeds. */
function open(gate: GateState, cause: Outcome, settings: GateSettings, now: number): void {
  const cooldownMs = backoffMs(gate.openings, { baseMs: settings.breaker_cooldown_ms, maxMs: DAY_MS });
  gate.openings += 1;
  gate.reopenAt = now + cooldownMs;
  gate.cause = cause;
  gate.failuresInARow = 0;
  // Requests under way are no probes of the next half-open phase.
  for (const permit of Object.values(gate.permits)) permit.probe = false;
}

function close(gate: GateState): void {
  gate.reopenAt = null;
  gate.cause = null;
  gate.openings = 0;
  gate.failuresInARow = 0;
  for (const permit of Object.values(gate.permits)) permit.probe = false;
}

function dropExpired(gate: GateState, now: number): void {
  for (const [name, permit] of Object.entries(gate.permits)) {
    if (permit.expiresAt <= now) delete gate.permits[name];
  }
}
