/** Tables of IngestLedger, and what its parts share. */

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
  upload_id TEXT PRIMARY KEY,
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
  /** Index in its upload of the batch's first row. */
  row_offset: "INTEGER NOT NULL DEFAULT 0",
  ip: "TEXT",
  verdicts: "TEXT",
};
const LATER_INDEXES = `
CREATE INDEX IF NOT EXISTS batches_due ON batches (data_type, due_at) WHERE state = 'accepted';
CREATE INDEX IF NOT EXISTS batches_of_upload ON batches (upload_id, row_offset) WHERE upload_id IS NOT NULL;
`;

export function createTables(sql: SqlStorage): void {
  sql.exec(SCHEMA);
  const has = new Set(
    sql
      .exec<{ name: string }>("SELECT name FROM pragma_table_info('batches')")
      .toArray()
      .map(({ name }) => name),
  );
  for (const [name, type] of Object.entries(ADDED_COLUMNS)) {
    if (!has.has(name)) sql.exec(`ALTER TABLE batches ADD COLUMN ${name} ${type}`);
  }
  sql.exec(LATER_INDEXES);
}

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
