/** How nodes lease resources and report their use. */
import type { Platform } from "../../shared/contracts/platform.ts";
import type { Held, HeldState, LeaseAnswer, UseReport } from "../../shared/contracts/resource-pool.ts";
import { PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import { MINUTE_MS } from "../../shared/time.ts";
import {
  chinaDay,
  hadLease,
  heldState,
  holds,
  type LiveState,
  leased,
  noLeaseReason,
  readyAt,
  released,
  reported,
  STALE,
  stateOf,
} from "./rules.ts";
import { type Entry, entries, find, remainingBudget, save } from "./table.ts";

/** A node uses one of a kind for each platform at a time; one that leases in a loop must not get all resources. */
const MAX_PER_NODE = PLATFORMS.length;
const MIN_WAIT_MS = 1000;
const MAX_WAIT_MS = MINUTE_MS;

/** Enabled, not expired at ?2, and meant for the platform ?1. */
const USABLE = `deleted_at IS NULL AND enabled = 1 AND (expires_at IS NULL OR expires_at > ?2)
  AND (platforms = '[]' OR instr(platforms, ?1) > 0)`;

/** Healthiest first, in tenths; among equals the one least used today, then the one leased longest ago. */
const BEST = `round(health, 1) DESC, CASE used_day WHEN ?3 THEN used ELSE 0 END, leased_at, seq`;

export function lease(
  sql: SqlStorage,
  node: string,
  platform: Platform,
  ttlMs: number,
  now: number,
): LeaseAnswer {
  const named = JSON.stringify(platform);
  const [best] = entries(
    sql,
    `${USABLE} AND ready_at <= ?2 ORDER BY ${BEST} LIMIT 1`,
    named,
    now,
    chinaDay(now),
  );
  if (!best) return nothingFree(sql, named, now);
  endSurplus(sql, node, now);
  const live = leased(best.live, node, now + ttlMs, now);
  save(sql, { ...best, live });
  sql.exec("UPDATE resources SET leased_at = ? WHERE seq = ?", now, best.seq);
  return {
    granted: {
      id: best.id,
      fence: live.fence,
      until: live.leaseUntil,
      budget_left: remainingBudget(best, now),
      spec: best.spec,
      sealed: best.sealed,
    },
  };
}

/**
 * Makes room for one more lease of a node. Those that it renewed longest ago end: a node that was started again, or did
 * not get the answer to a call, does not know of them.
 */
function endSurplus(sql: SqlStorage, node: string, now: number): void {
  const held = [...entries(sql, "node = ?", node)]
    .filter(({ live }) => live.leaseUntil > now)
    .sort((a, b) => b.live.leaseUntil - a.live.leaseUntil || b.live.fence - a.live.fence);
  for (const entry of held.slice(MAX_PER_NODE - 1)) save(sql, { ...entry, live: released(entry.live) });
}

function nothingFree(sql: SqlStorage, named: string, now: number): LeaseAnswer {
  const [next] = entries(sql, `${USABLE} ORDER BY ready_at LIMIT 1`, named, now);
  if (!next) return { granted: null, wait_ms: MAX_WAIT_MS, reason: "none" };
  const waitMs = Math.min(Math.max(readyAt(next.live, next) - now, MIN_WAIT_MS), MAX_WAIT_MS);
  return { granted: null, wait_ms: waitMs, reason: noLeaseReason(stateOf(next.live, next, now)) };
}

/** Changes a resource that the node holds, and nothing otherwise. */
function changeHeld(
  sql: SqlStorage,
  node: string,
  { id, fence }: Held,
  now: number,
  change: (entry: Entry) => LiveState | null,
): HeldState {
  const entry = find(sql, id);
  if (!entry || !holds(entry.live, node, fence)) return STALE;
  const live = change(entry);
  if (!live) return STALE;
  save(sql, { ...entry, live });
  return heldState(live, entry, now);
}

/** Extends a lease. An expired one is not renewed, because another node may be leasing the resource. */
export const renew = (sql: SqlStorage, node: string, item: Held, ttlMs: number, now: number): HeldState =>
  changeHeld(sql, node, item, now, ({ live }) =>
    live.leaseUntil > now ? { ...live, leaseUntil: Math.max(live.leaseUntil, now + ttlMs) } : null,
  );

export const release = (sql: SqlStorage, node: string, item: Held, now: number): HeldState =>
  changeHeld(sql, node, item, now, ({ live }) => released(live));

/**
 * Counts requests, of an expired lease too as long as no other lease followed: the requests were made.
 * A report of a lease that the node never had changes nothing.
 */
export function report(sql: SqlStorage, node: string, item: Held & UseReport, now: number): HeldState {
  const state = changeHeld(sql, node, item, now, ({ live }) => reported(live, item, now));
  if (state.state === "stale_lease") countStale(sql, node, item);
  return state;
}

function countStale(sql: SqlStorage, node: string, { id, fence, requests }: Held & UseReport): void {
  const entry = find(sql, id);
  if (!entry || !hadLease(entry.live, node, fence)) return;
  const staleRequests = entry.live.staleRequests + requests;
  save(sql, { ...entry, live: { ...entry.live, staleRequests } });
}

export function note(sql: SqlStorage, id: string, use: UseReport, now: number): void {
  const entry = find(sql, id);
  if (entry) save(sql, { ...entry, live: reported(entry.live, use, now) });
}
