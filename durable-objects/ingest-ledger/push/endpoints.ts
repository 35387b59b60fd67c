/** Endpoints of push targets: when one has deliveries due, whether it answers, whether it is stopped. */
import type { EndpointState } from "../../../shared/contracts/push.ts";
import { DELIVERY_TRIES_MS } from "../../../shared/contracts/push.ts";
import type { LedgerContext } from "../schema.ts";
import { type EndpointRow, LEASE_MS, waitMs } from "./rows.ts";

/** When each endpoint has a delivery to lease, Unix ms, possibly past. */
export function dueEndpoints(sql: SqlStorage): { targetId: string; at: number }[] {
  return sql
    .exec<{ target_id: string; at: number | null }>(
      `SELECT target_id, max(not_before, (SELECT min(due_at) FROM deliveries
         WHERE deliveries.target_id = endpoints.target_id AND state = 'waiting')) AS at
       FROM endpoints WHERE stopped = 0`,
    )
    .toArray()
    .flatMap(({ target_id, at }) => (at === null ? [] : [{ targetId: target_id, at }]));
}

export const findEndpoint = (sql: SqlStorage, targetId: string): EndpointRow | undefined =>
  sql.exec<EndpointRow>("SELECT * FROM endpoints WHERE target_id = ?", targetId).toArray()[0];

/** Resets the backoff: the endpoint answered, with whatever status. */
export function markReachable(sql: SqlStorage, targetId: string): void {
  sql.exec(
    `UPDATE endpoints SET failures = 0, failing_since = NULL, not_before = 0, last_error = NULL
     WHERE target_id = ?`,
    targetId,
  );
}

/**
 * Lets an endpoint that does not answer wait. Once it has failed for `DELIVERY_TRIES_MS`, the deliveries that waited all
 * that time are dead, because they were due with those that were tried.
 */
export function backOff(
  context: LedgerContext,
  targetId: string,
  error: string,
  retryAfterMs?: number,
): void {
  const { sql } = context;
  const now = context.now();
  const endpoint = findEndpoint(sql, targetId);
  const failures = (endpoint?.failures ?? 0) + 1;
  const since = endpoint?.failing_since ?? now;
  sql.exec(
    "UPDATE endpoints SET failures = ?, failing_since = ?, not_before = ?, last_error = ? WHERE target_id = ?",
    failures,
    since,
    now + waitMs(failures, context.random(), retryAfterMs),
    error,
    targetId,
  );
  if (now - since >= DELIVERY_TRIES_MS) expireWaiting(context, targetId, error, now - DELIVERY_TRIES_MS);
}

/** @param before Unix ms; only deliveries made at this time or earlier expire */
function expireWaiting(context: LedgerContext, targetId: string, error: string, before: number): void {
  const now = context.now();
  context.sql.exec(
    `UPDATE deliveries SET state = 'dead', dead_at = ?, error = ?, fence = fence + 1
     WHERE target_id = ? AND state = 'waiting' AND created_at <= ? AND due_at <= ?`,
    now,
    error,
    targetId,
    before,
    // Leased deliveries are due later: another consumer is sending them.
    now,
  );
}

/** Stops an endpoint. @param deadBecause reason for which its waiting deliveries are dead; null lets them wait */
export function stopEndpoint(context: LedgerContext, targetId: string, deadBecause: string | null): void {
  context.atomically(() => {
    context.sql.exec(
      "INSERT INTO endpoints (target_id, stopped) VALUES (?, 1) ON CONFLICT DO UPDATE SET stopped = 1",
      targetId,
    );
    if (deadBecause === null) return;
    context.sql.exec(
      `UPDATE deliveries SET state = 'dead', dead_at = ?, error = ?, fence = fence + 1
       WHERE target_id = ? AND state = 'waiting'`,
      context.now(),
      deadBecause,
      targetId,
    );
  });
}

/** Starts an endpoint again, or after a change: its waiting deliveries are due at once. */
export function resumeEndpoint(context: LedgerContext, targetId: string): void {
  context.atomically(() => {
    context.sql.exec(
      "UPDATE endpoints SET stopped = 0, failures = 0, not_before = 0 WHERE target_id = ?",
      targetId,
    );
    context.sql.exec(
      // Leases keep their end.
      "UPDATE deliveries SET due_at = ?1 WHERE target_id = ?2 AND state = 'waiting' AND due_at > ?1 + ?3",
      context.now(),
      targetId,
      LEASE_MS,
    );
  });
}

export function endpointStates({ sql }: LedgerContext): EndpointState[] {
  return sql
    .exec<EndpointRow & { waiting: number; oldest: number | null; dead: number }>(
      `SELECT *,
         (SELECT count(*) FROM deliveries WHERE deliveries.target_id = endpoints.target_id AND state = 'waiting') AS waiting,
         (SELECT min(created_at) FROM deliveries
          WHERE deliveries.target_id = endpoints.target_id AND state = 'waiting') AS oldest,
         (SELECT count(*) FROM deliveries WHERE deliveries.target_id = endpoints.target_id AND state = 'dead') AS dead
       FROM endpoints ORDER BY target_id`,
    )
    .toArray()
    .map((endpoint) => ({
      target_id: endpoint.target_id,
      waiting: endpoint.waiting,
      oldest_waiting_at: endpoint.oldest,
      dead: endpoint.dead,
      delivered: endpoint.delivered,
      last_delivered_at: endpoint.last_delivered_at,
      failing_since: endpoint.failing_since,
      next_try_at: endpoint.failures > 0 ? endpoint.not_before : null,
      last_error: endpoint.last_error,
    }));
}
