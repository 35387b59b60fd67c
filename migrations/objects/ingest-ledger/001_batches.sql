-- Batches on their way to ClickHouse, the groups in which they are inserted, and counters. Objects older than the
-- record of migrations have these tables already.
-- Invariants: a batch is `frozen` exactly when an open group names it; `totals.waiting_*` count the accepted and frozen
-- batches; an open group with `lease_until` in the future is held. The row of a confirmed group stays until the
-- clean-up, so that a repeated confirmation is recognised.

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
