/** What the parts of IngestLedger share: settings, context, the names of a batch, the one row of the ledger. */
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
  /** Uniform in [0, 1). */
  random(): number;
  newId(): string;
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
  /** Number of the last batch that the totals hold. */
  counted_seq: number;
};

export const readLedger = (sql: SqlStorage): LedgerRow =>
  sql
    .exec<LedgerRow>(
      "SELECT fence, outage_failures, not_before, last_error, sweep_cursor, counted_seq FROM ledger",
    )
    .one();
