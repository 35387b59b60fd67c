/** Rules for who may use a resource and how its use changes it. Pure: from state and time to the next state. */
import { backoffMs } from "../../shared/backoff.ts";
import type { HeldState, ResourceState, UseReport } from "../../shared/contracts/resource-pool.ts";
import type { NO_LEASE_REASONS } from "../../shared/contracts/resources.ts";
import { classOf } from "../../shared/domain/retry-policy.ts";
import { DAY_MS } from "../../shared/time.ts";

/** Limits that a person set. */
export interface Policy {
  /** Requests a day; 0 means no limit. */
  daily_budget: number;
  enabled: boolean;
  expires_at: number | null;
}

/** Live state of a resource. Times in Unix ms. */
export interface LiveState {
  node: string | null;
  /** Grows with every lease. */
  fence: number;
  leaseUntil: number;
  /** Day of `used`, see {@link chinaDay}. */
  usedDay: number;
  used: number;
  successes: number;
  failures: number;
  staleRequests: number;
  /** Nodes of the latest leases, newest first; missing in a state stored by an earlier version. */
  lessees?: { node: string; fence: number }[];
  health: number;
  quarantineCount: number;
  /** Successful requests since the last failed one. */
  goodStreak: number;
  quarantineReason: string | null;
  quarantineUntil: number;
  lastOutcome: UseReport["outcome"] | null;
  lastError: string | null;
  lastUsedAt: number | null;
}

const CHINA_OFFSET_MS = 28_800_000;
/** Weight of one request in the exponential average of the health. */
const WEIGHT = 0.2;
/** A resource that only fails is quarantined below this health: 7 failures after full health. */
const MIN_HEALTH = 0.25;
/** After this many successful requests in a row, the next quarantine counts as the first again. */
const FORGIVEN_AFTER = 20;
const MAX_QUARANTINE_MS = DAY_MS;
/** First quarantine by cause, milliseconds; it doubles with each one in a row. */
const QUARANTINE_MS = { refused: 1_800_000, throttled: 60_000, unhealthy: 300_000 };

export const NEW_LIVE_STATE: LiveState = {
  node: null,
  fence: 0,
  leaseUntil: 0,
  usedDay: 0,
  used: 0,
  successes: 0,
  failures: 0,
  staleRequests: 0,
  health: 1,
  quarantineCount: 0,
  goodStreak: 0,
  quarantineReason: null,
  quarantineUntil: 0,
  lastOutcome: null,
  lastError: null,
  lastUsedAt: null,
};

/** Days since 1970 in China, which has no daylight saving time. */
export const chinaDay = (now: number): number => Math.floor((now + CHINA_OFFSET_MS) / DAY_MS);
const startOf = (day: number): number => day * DAY_MS - CHINA_OFFSET_MS;

export const usedOn = (live: LiveState, now: number): number =>
  live.usedDay === chinaDay(now) ? live.used : 0;

/** Requests left today; null without a limit. */
export const budgetLeft = (live: LiveState, { daily_budget }: Policy, now: number): number | null =>
  daily_budget === 0 ? null : Math.max(0, daily_budget - usedOn(live, now));

const isHeld = (live: LiveState, now: number): boolean => live.node !== null && live.leaseUntil > now;

/** Whether this is the latest lease, and the node holds it. */
export const holds = (live: LiveState, node: string, fence: number): boolean =>
  live.node === node && live.fence === fence;

/** Unix ms from which it may be leased, as far as time alone decides. */
export function readyAt(live: LiveState, { daily_budget }: Policy): number {
  const spent = daily_budget > 0 && live.used >= daily_budget;
  return Math.max(
    live.node === null ? 0 : live.leaseUntil,
    live.quarantineUntil,
    spent ? startOf(live.usedDay + 1) : 0,
  );
}

export function stateOf(live: LiveState, policy: Policy, now: number): ResourceState {
  if (!policy.enabled) return "disabled";
  if (policy.expires_at !== null && policy.expires_at <= now) return "expired";
  if (live.quarantineUntil > now) return "quarantined";
  if (isHeld(live, now)) return "leased";
  return budgetLeft(live, policy, now) === 0 ? "exhausted" : "free";
}

/** Why a resource in this state cannot be leased. */
export function noLeaseReason(state: ResourceState): (typeof NO_LEASE_REASONS)[number] {
  if (state === "exhausted") return "budget";
  return state === "leased" || state === "quarantined" ? state : "none";
}

/** Leases remembered after their end, so that a late report is told from an invented one. */
const MAX_LESSEES = 4;

/** Whether the node had the resource under this fence, as far as the latest leases tell. */
export const hadLease = ({ lessees = [] }: LiveState, node: string, fence: number): boolean =>
  lessees.some((one) => one.node === node && one.fence === fence);

/** @param until Unix ms */
export const leased = (live: LiveState, node: string, until: number, now: number): LiveState => ({
  ...live,
  node,
  fence: live.fence + 1,
  lessees: [{ node, fence: live.fence + 1 }, ...(live.lessees ?? [])].slice(0, MAX_LESSEES),
  leaseUntil: until,
  lastUsedAt: now,
});

export const released = (live: LiveState): LiveState => ({ ...live, node: null, leaseUntil: 0 });

/** State after a change of address or secret, whose history no longer applies. The fence and the day's use stay. */
export const resetForNewSecret = ({ fence, usedDay, used }: LiveState): LiveState => ({
  ...NEW_LIVE_STATE,
  fence,
  usedDay,
  used,
});

export const unquarantined = (live: LiveState): LiveState => ({
  ...released(live),
  quarantineReason: null,
  quarantineUntil: 0,
});

function quarantined(live: LiveState, reason: string, firstMs: number, now: number): LiveState {
  const ms = backoffMs(live.quarantineCount, { baseMs: firstMs, maxMs: MAX_QUARANTINE_MS });
  return {
    ...released(live),
    quarantineReason: reason,
    quarantineUntil: Math.max(live.quarantineUntil, now + ms),
    quarantineCount: live.quarantineCount + 1,
  };
}

/** Counts reported requests and quarantines the resource where its outcome demands it. */
export function reported(before: LiveState, { outcome, requests, error }: UseReport, now: number): LiveState {
  const counted: LiveState = {
    ...before,
    usedDay: chinaDay(now),
    used: usedOn(before, now) + requests,
    lastOutcome: outcome,
    lastError: error ?? null,
    lastUsedAt: now,
  };
  const kind = classOf(outcome);
  // The site's format changed, which says nothing about the resource.
  if (kind === "park-failed") return counted;
  const old = (1 - WEIGHT) ** Math.max(1, requests);
  if (kind === "good") {
    const goodStreak = counted.goodStreak + requests;
    return {
      ...counted,
      goodStreak,
      successes: counted.successes + requests,
      health: 1 - (1 - counted.health) * old,
      quarantineCount: goodStreak >= FORGIVEN_AFTER ? 0 : counted.quarantineCount,
    };
  }
  const live = {
    ...counted,
    goodStreak: 0,
    failures: counted.failures + requests,
    health: counted.health * old,
  };
  if (kind === "park-blocked") return quarantined(live, outcome, QUARANTINE_MS.refused, now);
  if (outcome === "throttled") return quarantined(live, outcome, QUARANTINE_MS.throttled, now);
  return live.health < MIN_HEALTH ? quarantined(live, "unhealthy", QUARANTINE_MS.unhealthy, now) : live;
}

export const STALE: HeldState = { state: "stale_lease", until: null, budget_left: null, reason: null };

/** The state that a holder gets after a change. */
export function heldState(live: LiveState, policy: Policy, now: number): HeldState {
  const left = budgetLeft(live, policy, now);
  if (live.node === null) {
    return { state: "ended", until: null, budget_left: left, reason: live.quarantineReason ?? "released" };
  }
  return { state: "ok", until: live.leaseUntil, budget_left: left, reason: null };
}
