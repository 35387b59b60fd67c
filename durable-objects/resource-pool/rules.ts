/** Who may use a resource, and what its use does to it. Pure: time comes in, the next state goes out. */
import { backoffMs } from "../../shared/backoff.ts";
import type { HeldState, ResourceState, UseReport } from "../../shared/contracts/resource-pool.ts";
import type { NO_LEASE_REASONS } from "../../shared/contracts/resources.ts";
import { classOf } from "../../shared/domain/retry-policy.ts";
import { DAY_MS } from "../../shared/time.ts";

/** What a person set. */
export interface Terms {
  /** Requests a day; 0: no limit. */
  dailyBudget: number;
  enabled: boolean;
  expiresAt: number | null;
}

/** Times in Unix ms. */
export interface Live {
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
  health: number;
  strikes: number;
  /** Good requests since the last bad one. */
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
/** Below it a resource that only fails is set aside: 7 failures after full health. */
const LEAST_HEALTH = 0.25;
/** So many good requests in a row, and the next quarantine is a first one again. */
const FORGIVEN_AFTER = 20;
const MOST_QUARANTINE_MS = DAY_MS;
/** First quarantine, milliseconds. */
const QUARANTINE_MS = { refused: 1_800_000, throttled: 60_000, unhealthy: 300_000 };

export const NEW_LIVE: Live = {
  node: null,
  fence: 0,
  leaseUntil: 0,
  usedDay: 0,
  used: 0,
  successes: 0,
  failures: 0,
  staleRequests: 0,
  health: 1,
  strikes: 0,
  goodStreak: 0,
  quarantineReason: null,
  quarantineUntil: 0,
  lastOutcome: null,
  lastError: null,
  lastUsedAt: null,
};

/** Days since 1970 in China, which knows no summer time. */
export const chinaDay = (now: number): number => Math.floor((now + CHINA_OFFSET_MS) / DAY_MS);
const startOf = (day: number): number => day * DAY_MS - CHINA_OFFSET_MS;

export const usedOn = (live: Live, now: number): number => (live.usedDay === chinaDay(now) ? live.used : 0);

/** Requests left today; null: no limit. */
export const budgetLeft = (live: Live, { dailyBudget }: Terms, now: number): number | null =>
  dailyBudget === 0 ? null : Math.max(0, dailyBudget - usedOn(live, now));

const isHeld = (live: Live, now: number): boolean => live.node !== null && live.leaseUntil > now;

/** Is it this lease, and the newest? */
export const holds = (live: Live, node: string, fence: number): boolean =>
  live.node === node && live.fence === fence;

/** From when it may be leased, as far as time alone decides. */
export function readyAt(live: Live, { dailyBudget }: Terms): number {
  const spent = dailyBudget > 0 && live.used >= dailyBudget;
  return Math.max(
    live.node === null ? 0 : live.leaseUntil,
    live.quarantineUntil,
    spent ? startOf(live.usedDay + 1) : 0,
  );
}

export function stateOf(live: Live, terms: Terms, now: number): ResourceState {
  if (!terms.enabled) return "disabled";
  if (terms.expiresAt !== null && terms.expiresAt <= now) return "expired";
  if (live.quarantineUntil > now) return "quarantined";
  if (isHeld(live, now)) return "leased";
  return budgetLeft(live, terms, now) === 0 ? "exhausted" : "free";
}

/** Why one that is not free can't be leased. */
export function noLeaseReason(state: ResourceState): (typeof NO_LEASE_REASONS)[number] {
  if (state === "exhausted") return "budget";
  return state === "leased" || state === "quarantined" ? state : "none";
}

/** @param until Unix ms */
export const leased = (live: Live, node: string, until: number, now: number): Live => ({
  ...live,
  node,
  fence: live.fence + 1,
  leaseUntil: until,
  lastUsedAt: now,
});

export const ended = (live: Live): Live => ({ ...live, node: null, leaseUntil: 0 });

/** Address or secret are new: what went before says nothing of it. The fence and the day's use stay. */
export const reborn = ({ fence, usedDay, used }: Live): Live => ({ ...NEW_LIVE, fence, usedDay, used });

export const freed = (live: Live): Live => ({
  ...ended(live),
  quarantineReason: null,
  quarantineUntil: 0,
});

function quarantined(live: Live, reason: string, firstMs: number, now: number): Live {
  const ms = backoffMs(live.strikes, { baseMs: firstMs, maxMs: MOST_QUARANTINE_MS });
  return {
    ...ended(live),
    quarantineReason: reason,
    quarantineUntil: Math.max(live.quarantineUntil, now + ms),
    strikes: live.strikes + 1,
  };
}

/** What its use came to: counted, and set aside where it must rest. */
export function reported(before: Live, { outcome, requests, error }: UseReport, now: number): Live {
  const counted: Live = {
    ...before,
    usedDay: chinaDay(now),
    used: usedOn(before, now) + requests,
    lastOutcome: outcome,
    lastError: error ?? null,
    lastUsedAt: now,
  };
  const kind = classOf(outcome);
  // The site's form changed: that says nothing of who asked.
  if (kind === "park-failed") return counted;
  const old = (1 - WEIGHT) ** Math.max(1, requests);
  if (kind === "good") {
    const goodStreak = counted.goodStreak + requests;
    return {
      ...counted,
      goodStreak,
      successes: counted.successes + requests,
      health: 1 - (1 - counted.health) * old,
      strikes: goodStreak >= FORGIVEN_AFTER ? 0 : counted.strikes,
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
  return live.health < LEAST_HEALTH ? quarantined(live, "unhealthy", QUARANTINE_MS.unhealthy, now) : live;
}

export const STALE: HeldState = { state: "stale_lease", until: null, budgetLeft: null, reason: null };

/** What a holder is told after a change. */
export function heldState(live: Live, terms: Terms, now: number): HeldState {
  const left = budgetLeft(live, terms, now);
  if (live.node === null) {
    return { state: "ended", until: null, budgetLeft: left, reason: live.quarantineReason ?? "released" };
  }
  return { state: "ok", until: live.leaseUntil, budgetLeft: left, reason: null };
}
