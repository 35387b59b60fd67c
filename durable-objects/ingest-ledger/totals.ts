/** The counters of each platform: what came, what became of it, and what still waits. */
import { readLedger } from "./schema.ts";

/** A quarantined batch waits for a person, and counts as waiting once it is released. */
const WAITS = "spool_key IS NOT NULL AND state NOT IN ('quarantined', 'dropped')";

/**
 * Adds the batches that came since the last call. Counting each with its registration would write one more row for every
 * page; call it before one of them is settled or deleted, and before the totals are read, in the same transaction.
 */
export function countNew(sql: SqlStorage): void {
  const { counted_seq: counted } = readLedger(sql);
  const { last } = sql.exec<{ last: number | null }>("SELECT max(seq) AS last FROM batches").one();
  if (last === null || last <= counted) return;
  sql.exec(
    `INSERT INTO totals (platform, batches, received, invalid, waiting_batches, waiting_rows)
       SELECT platform, count(*), sum(received), sum(received - rows), sum(${WAITS}), sum(iif(${WAITS}, rows, 0))
       FROM batches WHERE seq > ? GROUP BY platform
       ON CONFLICT (platform) DO UPDATE SET batches = batches + excluded.batches,
         received = received + excluded.received, invalid = invalid + excluded.invalid,
         waiting_batches = waiting_batches + excluded.waiting_batches,
         waiting_rows = waiting_rows + excluded.waiting_rows`,
    counted,
  );
  sql.exec("UPDATE ledger SET counted_seq = ?", last);
}

/** Takes batches that no longer wait off the counters of their platforms. */
export function settleWaiting(sql: SqlStorage, batchIds: string[]): void {
  moveWaiting(sql, batchIds, -1);
}

/** Counts batches as waiting again. */
export function reopenWaiting(sql: SqlStorage, batchIds: string[]): void {
  moveWaiting(sql, batchIds, 1);
}

function moveWaiting(sql: SqlStorage, batchIds: string[], sign: 1 | -1): void {
  sql.exec(
    `UPDATE totals SET waiting_batches = waiting_batches + ?2 * moved.batches,
                       waiting_rows = waiting_rows + ?2 * moved.rows
     FROM (SELECT platform, count(*) AS batches, sum(rows) AS rows FROM batches
           WHERE batch_id IN (SELECT value FROM json_each(?1)) GROUP BY platform) AS moved
     WHERE totals.platform = moved.platform`,
    JSON.stringify(batchIds),
    sign,
  );
}
