/** What the parts of IngestLedger share: settings, context, counters of waiting batches. */
import type { Backoff } from "../../shared/backoff.ts";
import type { UploadIds } from "../../shared/contracts/ingest.ts";

export interface LedgerSettings {
  /** Lease of a group, milliseconds. */
  leaseMs: number;
  /** Backoff after a failure. */
  retry: Backoff;
  /** A batch rejected alone this many times is dead. */
  attempts: number;
  /** How long the oldest batch waits for others, so that groups grow, milliseconds. */
  lingerMs: number;
}

export interface LedgerContext {
  sql: SqlStorage;
  atomically<T>(work: () => T): T;
  /** Unix ms. */
  now(): number;
  settings(): LedgerSettings;
}

/** Columns of a batch that name it. */
export type UploadColumns = {
  batch_id: string;
  upload_id: string | null;
  part: number;
  sender_batch_id: string | null;
};

/** Ids of the upload of a batch. A batch that the edge crawled is an upload of one part, with the batch's id. */
export const toUploadIds = (row: UploadColumns): UploadIds => ({
  upload_id: row.upload_id ?? row.batch_id,
  part: row.part,
  sender_batch_id: row.sender_batch_id,
});

export type LedgerRow = {
  fence: number;
  outage_failures: number;
  not_before: number;
  last_error: string | null;
  sweep_cursor: string | null;
};

export const readLedger = (sql: SqlStorage): LedgerRow =>
  sql
    .exec<LedgerRow>("SELECT fence, outage_failures, not_before, last_error, sweep_cursor FROM ledger")
    .one();

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
