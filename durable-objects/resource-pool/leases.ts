/** What nodes do with resources. */
import type { Platform } from "../../shared/contracts/platform.ts";
import type { Held, HeldState, LeaseAnswer, UseReport } from "../../shared/contracts/resource-pool.ts";
import { MINUTE_MS } from "../../shared/time.ts";
import {
  chinaDay,
  ended,
  heldState,
  holds,
  type Live,
  leased,
  noLeaseReason,
  readyAt,
  reported,
  STALE,
  stateOf,
} from "./rules.ts";
import { type Entry, entries, find, leftOf, save } from "./table.ts";

/** A node has at most 64 slots; one that asks in a circle must not take all there is. */
const MOST_PER_NODE = 64;
const LEAST_WAIT_MS = 1000;
const MOST_WAIT_MS = MINUTE_MS;

/** On, in time, and for the platform (?1) now (?2). */
const USABLE = `deleted_at IS NULL AND enabled = 1 AND (expires_at IS NULL OR expires_at > ?2)
  AND (platforms = '[]' OR instr(platforms, ?1) > 0)`;

/** Healthiest first, in tenths; of equals the one least used today, then the one that rested longest. */
const BEST = `round(health, 1) DESC, CASE used_day WHEN ?3 THEN used ELSE 0 END, leased_at, seq`;

export function lease(
  sql: SqlStorage,
  node: string,
  platform: Platform,
  ttlMs: number,
  now: number,
): LeaseAnswer {
  const held = sql
    .exec<{ n: number }>("SELECT count(*) AS n FROM resources WHERE node = ? AND ready_at > ?", node, now)
    .one().n;
  if (held >= MOST_PER_NODE) return { granted: null, waitMs: LEAST_WAIT_MS, reason: "limit" };
  const named = JSON.stringify(platform);
  const [best] = entries(
    sql,
    `${USABLE} AND ready_at <= ?2 ORDER BY ${BEST} LIMIT 1`,
    named,
    now,
    chinaDay(now),
  );
  if (!best) return nothingFree(sql, named, now);
  const live = leased(best.live, node, now + ttlMs, now);
  save(sql, { ...best, live });
  sql.exec("UPDATE resources SET leased_at = ? WHERE seq = ?", now, best.seq);
  return {
    granted: {
      id: best.id,
      fence: live.fence,
      until: live.leaseUntil,
      budgetLeft: leftOf(best, now),
      spec: best.spec,
      sealed: best.sealed,
    },
  };
}

function nothingFree(sql: SqlStorage, named: string, now: number): LeaseAnswer {
  const [next] = entries(sql, `${USABLE} ORDER BY ready_at LIMIT 1`, named, now);
  if (!next) return { granted: null, waitMs: MOST_WAIT_MS, reason: "none" };
  const waitMs = Math.min(Math.max(readyAt(next.live, next) - now, LEAST_WAIT_MS), MOST_WAIT_MS);
  return { granted: null, waitMs, reason: noLeaseReason(stateOf(next.live, next, now)) };
}

/** Changes what the node holds; of anything else nothing. */
function asHolder(
  sql: SqlStorage,
  node: string,
  { id, fence }: Held,
  now: number,
  change: (entry: Entry) => Live | null,
): HeldState {
  const entry = find(sql, id);
  if (!entry || !holds(entry.live, node, fence)) return STALE;
  const live = change(entry);
  if (!live) return STALE;
  save(sql, { ...entry, live });
  return heldState(live, entry, now);
}

/** A lease that ran out is not renewed: someone may be on the way to it. */
export const renew = (sql: SqlStorage, node: string, item: Held, ttlMs: number, now: number): HeldState =>
  asHolder(sql, node, item, now, ({ live }) =>
    live.leaseUntil > now ? { ...live, leaseUntil: Math.max(live.leaseUntil, now + ttlMs) } : null,
  );

export const release = (sql: SqlStorage, node: string, item: Held, now: number): HeldState =>
  asHolder(sql, node, item, now, ({ live }) => ended(live));

/** Of a lease that ran out too, as long as nobody else has had one since: the requests were made. */
export function report(sql: SqlStorage, node: string, item: Held & UseReport, now: number): HeldState {
  const told = asHolder(sql, node, item, now, ({ live }) => reported(live, item, now));
  if (told.state === "stale_lease") countStale(sql, item);
  return told;
}

function countStale(sql: SqlStorage, { id, requests }: Held & UseReport): void {
  const entry = find(sql, id);
  if (!entry) return;
  const staleRequests = entry.live.staleRequests + requests;
  save(sql, { ...entry, live: { ...entry.live, staleRequests } });
}

export function note(sql: SqlStorage, id: string, use: UseReport, now: number): void {
  const entry = find(sql, id);
  if (entry) save(sql, { ...entry, live: reported(entry.live, use, now) });
}
