/** Deliveries to push targets: added with the confirmation of their batch, leased, and ended. */
import type { LedgerResult } from "../../../shared/contracts/keyword-ledger.ts";
import { DELIVERY_TRIES_MS, type DeliveryEnd, type LeasedDelivery } from "../../../shared/contracts/push.ts";
import type { LedgerContext } from "../schema.ts";
import { backOff, findEndpoint, markReachable } from "./endpoints.ts";
import {
  BATCH_COLUMNS,
  type DeliveryRow,
  type DeliveryWithBatch,
  LEASE_MS,
  toLeased,
  waitMs,
} from "./rows.ts";

/** Adds the deliveries of batches; call it in the transaction that stores the batches. */
export function addDeliveries({ sql, now }: LedgerContext, targetId: string, batchIds: string[]): void {
  sql.exec(
    `INSERT INTO deliveries (batch_id, target_id, spool_key, due_at, created_at)
     SELECT batch_id, ?2, spool_key, ?3, ?3 FROM batches
     WHERE batch_id IN (SELECT value FROM json_each(?1)) AND spool_key IS NOT NULL ORDER BY seq`,
    JSON.stringify(batchIds),
    targetId,
    now(),
  );
  // The caller has just read that the target exists and is enabled.
  sql.exec("INSERT INTO endpoints (target_id) VALUES (?) ON CONFLICT DO UPDATE SET stopped = 0", targetId);
}

/** Whether a delivery still needs this spool object. */
export const isNeeded = (sql: SqlStorage, spoolKey: string): boolean =>
  sql.exec("SELECT 1 FROM deliveries WHERE spool_key = ?", spoolKey).toArray().length > 0;

/** Leases due deliveries: one while the endpoint fails, none while it waits or is stopped. */
export function leaseDeliveries(context: LedgerContext, targetId: string, limit: number): LeasedDelivery[] {
  const { sql } = context;
  return context.atomically(() => {
    const now = context.now();
    const endpoint = findEndpoint(sql, targetId);
    if (!endpoint || endpoint.stopped || endpoint.not_before > now) return [];
    const rows = sql
      .exec<DeliveryWithBatch>(
        `SELECT deliveries.*, ${BATCH_COLUMNS} FROM deliveries JOIN batches USING (batch_id)
         WHERE target_id = ? AND deliveries.state = 'waiting' AND deliveries.due_at <= ?
         ORDER BY deliveries.due_at, deliveries.seq LIMIT ?`,
        targetId,
        now,
        endpoint.failures > 0 ? 1 : limit,
      )
      .toArray();
    sql.exec(
      `UPDATE deliveries SET fence = fence + 1, due_at = ?
       WHERE seq IN (SELECT value FROM json_each(?))`,
      now + LEASE_MS,
      JSON.stringify(rows.map(({ seq }) => seq)),
    );
    return rows.map((row) => toLeased({ ...row, fence: row.fence + 1 }));
  });
}

/** Ends a lease. @returns the spool key that is no longer needed, when the delivery is done */
export function endDelivery(
  context: LedgerContext,
  seq: number,
  fence: number,
  end: DeliveryEnd,
): LedgerResult<string | null> {
  const { sql } = context;
  return context.atomically((): LedgerResult<string | null> => {
    const delivery = sql
      .exec<DeliveryRow>("SELECT * FROM deliveries WHERE seq = ? AND state = 'waiting'", seq)
      .toArray()[0];
    if (delivery?.fence !== fence)
      return { ok: false, code: "stale_lease", message: `fence ${fence} no longer holds the delivery` };
    const now = context.now();
    if (end.done) {
      sql.exec("DELETE FROM deliveries WHERE seq = ?", seq);
      markReachable(sql, delivery.target_id);
      sql.exec(
        "UPDATE endpoints SET delivered = delivered + 1, last_delivered_at = ? WHERE target_id = ?",
        now,
        delivery.target_id,
      );
      return { ok: true, value: delivery.spool_key };
    }
    if (end.kind === "released") {
      sql.exec("UPDATE deliveries SET due_at = ? WHERE seq = ?", now, seq);
      return { ok: true, value: null };
    }
    failDelivery(context, delivery, end);
    if (end.kind === "target") backOff(context, delivery.target_id, end.error, end.retry_after_ms);
    if (end.kind === "batch") markReachable(sql, delivery.target_id);
    return { ok: true, value: null };
  });
}

function failDelivery(
  context: LedgerContext,
  delivery: DeliveryRow,
  end: Extract<DeliveryEnd, { done: false }>,
): void {
  const now = context.now();
  const triedAt = delivery.tried_at ?? now;
  const attempts = delivery.attempts + 1;
  const dead = end.kind === "lost" || now - triedAt >= DELIVERY_TRIES_MS;
  // When the endpoint fails, its own backoff holds back all of its deliveries.
  const dueAt = end.kind === "target" ? now : now + waitMs(attempts, context.random(), end.retry_after_ms);
  context.sql.exec(
    `UPDATE deliveries SET attempts = ?, tried_at = ?, error = ?, due_at = ?, state = ?, dead_at = ? WHERE seq = ?`,
    attempts,
    triedAt,
    end.error,
    dueAt,
    dead ? "dead" : "waiting",
    dead ? now : null,
    delivery.seq,
  );
}
