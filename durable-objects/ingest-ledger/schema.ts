/** Tables of IngestLedger, and what its parts share. */
import type { UploadIds } from "../../shared/contracts/ingest.ts";

export interface LedgerSettings {
  /** Of a held group, milliseconds. */
  leaseMs: number;
  /** Wait after the first failure; doubles up to `retryMaxMs`. */
  retryBaseMs: number;
  retryMaxMs: number;
  /** A batch refused alone this many times is dead. */
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

/**
 * Invariants: a batch is `frozen` exactly when an open group names it; `totals.waiting_*` count the accepted
 * and frozen batches; an open group with `lease_until` in the future is held. A confirmed group's row stays
 * until the clean-up, so that a repeated confirmation is recognised.
 */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS batches (
  seq INTEGER PRIMARY KEY,
  batch_id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  platform TEXT NOT NULL,
  channel TEXT NOT NULL,
  data_type TEXT NOT NULL,
  spool_key TEXT,
  bytes INTEGER NOT NULL,
  received INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  problems TEXT,
  source TEXT NOT NULL,
  request_id TEXT NOT NULL,
  run_id TEXT,
  group_id TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  error TEXT,
  inserted INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  duplicates INTEGER NOT NULL DEFAULT 0,
  accepted_at INTEGER NOT NULL,
  settled_at INTEGER
);
CREATE TABLE IF NOT EXISTS uploads (
  sender_key TEXT PRIMARY KEY,
  upload_id TEXT NOT NULL,
  digest TEXT NOT NULL,
  accepted_at INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS uploads_accepted ON uploads (accepted_at);
CREATE INDEX IF NOT EXISTS batches_accepted ON batches (data_type, seq) WHERE state = 'accepted';
CREATE INDEX IF NOT EXISTS batches_frozen ON batches (group_id, seq) WHERE state = 'frozen';
CREATE INDEX IF NOT EXISTS batches_dead ON batches (seq) WHERE state = 'dead';
CREATE INDEX IF NOT EXISTS batches_settled ON batches (settled_at) WHERE state IN ('stored', 'discarded');

CREATE TABLE IF NOT EXISTS groups (
  number INTEGER PRIMARY KEY,
  group_id TEXT NOT NULL UNIQUE,
  data_type TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open',
  holder TEXT,
  fence INTEGER NOT NULL DEFAULT 0,
  lease_until INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL DEFAULT 0,
  selection TEXT,
  closed_at INTEGER
);
CREATE INDEX IF NOT EXISTS groups_open ON groups (number) WHERE state = 'open';
CREATE INDEX IF NOT EXISTS groups_confirmed ON groups (closed_at) WHERE state = 'confirmed';

CREATE TABLE IF NOT EXISTS totals (
  platform TEXT PRIMARY KEY,
  batches INTEGER NOT NULL DEFAULT 0,
  received INTEGER NOT NULL DEFAULT 0,
  inserted INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  duplicates INTEGER NOT NULL DEFAULT 0,
  invalid INTEGER NOT NULL DEFAULT 0,
  waiting_batches INTEGER NOT NULL DEFAULT 0,
  waiting_rows INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS ledger (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  fence INTEGER NOT NULL DEFAULT 0,
  outage_failures INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL DEFAULT 0,
  last_error TEXT,
  sweep_cursor TEXT
);
INSERT OR IGNORE INTO ledger (id) VALUES (1);
`;

/** Columns that the first ledgers did not have. */
const ADDED_COLUMNS = {
  /** When the batch has waited long enough for others, Unix ms. */
  due_at: "INTEGER NOT NULL DEFAULT 0",
  upload_id: "TEXT",
  /** Piece of its upload, from 0. */
  part: "INTEGER NOT NULL DEFAULT 0",
  /** Id that the sender gave the upload. */
  sender_batch_id: "TEXT",
  /** Index in its upload of the batch's first row. */
  row_offset: "INTEGER NOT NULL DEFAULT 0",
  ip: "TEXT",
  verdicts: "TEXT",
};
const LATER_INDEXES = `
CREATE INDEX IF NOT EXISTS batches_due ON batches (data_type, due_at) WHERE state = 'accepted';
CREATE INDEX IF NOT EXISTS batches_of_upload ON batches (upload_id, row_offset) WHERE upload_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS uploads_by_id ON uploads (upload_id);
`;

/**
 * Early ledgers kept the sender's key as `upload_id`, and our id only inside `<upload id>.<part>`, the batch id of a
 * part. SQLite reads the right side of an UPDATE from the row as it was.
 */
const SPLIT_IDS = `
ALTER TABLE uploads RENAME COLUMN upload_id TO sender_key;
ALTER TABLE uploads ADD COLUMN upload_id TEXT NOT NULL DEFAULT '';
UPDATE uploads SET upload_id = ifnull(
  (SELECT ${uploadIdIn("batch_id")} FROM batches WHERE batches.upload_id = sender_key LIMIT 1), '');
UPDATE batches SET
  upload_id = ${uploadIdIn("batch_id")},
  part = ${partIn("batch_id")},
  sender_batch_id = nullif(substr(upload_id, instr(upload_id, ':') + 1), ${uploadIdIn("batch_id")})
WHERE upload_id IS NOT NULL;
`;

/** SQL for the upload's id in the batch id of a part. */
export function uploadIdIn(batchId: string): string {
  return `rtrim(rtrim(${batchId}, '0123456789'), '.')`;
}

/** SQL for the number in the batch id of a part. */
function partIn(batchId: string): string {
  return `CAST(substr(${batchId}, length(rtrim(${batchId}, '0123456789')) + 1) AS INTEGER)`;
}

export const columnsOf = (sql: SqlStorage, table: string): Set<string> =>
  new Set(
    sql
      .exec<{ name: string }>("SELECT name FROM pragma_table_info(?)", table)
      .toArray()
      .map(({ name }) => name),
  );

export function createTables(sql: SqlStorage): void {
  sql.exec(SCHEMA);
  const has = columnsOf(sql, "batches");
  for (const [name, type] of Object.entries(ADDED_COLUMNS)) {
    if (!has.has(name)) sql.exec(`ALTER TABLE batches ADD COLUMN ${name} ${type}`);
  }
  if (!columnsOf(sql, "uploads").has("sender_key")) sql.exec(SPLIT_IDS);
  sql.exec(LATER_INDEXES);
}

/** Columns of a batch that name it. */
export type UploadColumns = {
  batch_id: string;
  upload_id: string | null;
  part: number;
  sender_batch_id: string | null;
};

/** What the edge crawled is an upload of one part, under its batch's id. */
export const toUploadIds = (row: UploadColumns): UploadIds => ({
  uploadId: row.upload_id ?? row.batch_id,
  part: row.part,
  senderBatchId: row.sender_batch_id,
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

/** Wait after the n-th failure in a row (n from 1), milliseconds. */
export function backoffMs(
  failures: number,
  settings: Pick<LedgerSettings, "retryBaseMs" | "retryMaxMs">,
): number {
  return Math.min(settings.retryMaxMs, settings.retryBaseMs * 2 ** Math.min(failures - 1, 40));
}
