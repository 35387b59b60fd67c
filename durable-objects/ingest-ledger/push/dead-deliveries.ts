/** Dead deliveries: people list, replay and discard them. */
import type { DeadDelivery } from "../../../shared/contracts/push.ts";
import type { LedgerContext } from "../schema.ts";
import { BATCH_COLUMNS, type DeliveryWithBatch, toDead } from "./rows.ts";

const DEAD = `SELECT deliveries.*, ${BATCH_COLUMNS} FROM deliveries JOIN batches USING (batch_id)
  WHERE target_id = ? AND deliveries.state = 'dead'`;

/** Lists dead deliveries newest first, older than `beforeSeq`. */
export function listDeadDeliveries(
  { sql }: LedgerContext,
  targetId: string,
  limit: number,
  beforeSeq = Number.MAX_SAFE_INTEGER,
): DeadDelivery[] {
  return sql
    .exec<DeliveryWithBatch>(
      `${DEAD} AND deliveries.seq < ? ORDER BY deliveries.seq DESC LIMIT ?`,
      targetId,
      beforeSeq,
      limit,
    )
    .toArray()
    .map(toDead);
}

export function deadDelivery({ sql }: LedgerContext, targetId: string, batchId: string): DeadDelivery | null {
  const row = sql
    .exec<DeliveryWithBatch>(`${DEAD} AND deliveries.batch_id = ?`, targetId, batchId)
    .toArray()[0];
  return row ? toDead(row) : null;
}

/** Makes dead deliveries wait again, due at once. @returns their number */
export function replayDeliveries(context: LedgerContext, targetId: string, batchIds: string[]): number {
  return context.atomically(() => {
    // A person expects that the endpoint works again.
    context.sql.exec("UPDATE endpoints SET failures = 0, not_before = 0 WHERE target_id = ?", targetId);
    return context.sql
      .exec(
        `UPDATE deliveries SET state = 'waiting', attempts = 0, tried_at = NULL, error = NULL, dead_at = NULL,
           due_at = ?1, created_at = ?1
         WHERE target_id = ?2 AND state = 'dead' AND batch_id IN (SELECT value FROM json_each(?3)) RETURNING seq`,
        context.now(),
        targetId,
        JSON.stringify(batchIds),
      )
      .toArray().length;
  });
}

/** Deletes dead deliveries. @returns the spool keys that are no longer needed for them */
export function discardDeliveries({ sql }: LedgerContext, targetId: string, batchIds: string[]): string[] {
  return sql
    .exec<{ spool_key: string }>(
      `DELETE FROM deliveries WHERE target_id = ? AND state = 'dead'
       AND batch_id IN (SELECT value FROM json_each(?)) RETURNING spool_key`,
      targetId,
      JSON.stringify(batchIds),
    )
    .toArray()
    .map(({ spool_key }) => spool_key);
}
