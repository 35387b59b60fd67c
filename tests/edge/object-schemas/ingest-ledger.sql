-- IngestLedger as it was before it recorded migrations, with a row in every table. What waits is due in 2100, so that no
-- alarm fires.

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
ALTER TABLE batches ADD COLUMN due_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batches ADD COLUMN upload_id TEXT;
ALTER TABLE batches ADD COLUMN row_offset INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batches ADD COLUMN ip TEXT;
ALTER TABLE batches ADD COLUMN verdicts TEXT;
CREATE INDEX IF NOT EXISTS batches_due ON batches (data_type, due_at) WHERE state = 'accepted';
CREATE INDEX IF NOT EXISTS batches_of_upload ON batches (upload_id, row_offset) WHERE upload_id IS NOT NULL;
CREATE TABLE IF NOT EXISTS pushes (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  batch_id TEXT NOT NULL UNIQUE,
  target_id TEXT NOT NULL,
  spool_key TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL DEFAULT 'waiting',
  attempts INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER NOT NULL,
  fence INTEGER NOT NULL DEFAULT 0,
  tried_at INTEGER,
  error TEXT,
  created_at INTEGER NOT NULL,
  dead_at INTEGER
);
CREATE INDEX IF NOT EXISTS pushes_due ON pushes (target_id, due_at) WHERE state = 'waiting';
CREATE INDEX IF NOT EXISTS pushes_oldest ON pushes (target_id, created_at) WHERE state = 'waiting';
CREATE INDEX IF NOT EXISTS pushes_dead ON pushes (target_id, seq) WHERE state = 'dead';
CREATE TABLE IF NOT EXISTS push_lanes (
  target_id TEXT PRIMARY KEY,
  stopped INTEGER NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0,
  failing_since INTEGER,
  not_before INTEGER NOT NULL DEFAULT 0,
  last_error TEXT,
  pushed INTEGER NOT NULL DEFAULT 0,
  last_pushed_at INTEGER
);
CREATE TABLE IF NOT EXISTS upload_log (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  ip TEXT NOT NULL,
  source TEXT NOT NULL,
  platform TEXT NOT NULL,
  channel TEXT NOT NULL,
  data_type TEXT NOT NULL,
  batch_id TEXT NOT NULL,
  received INTEGER NOT NULL,
  invalid INTEGER NOT NULL,
  bytes INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS upload_log_frozen (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  last_seq INTEGER NOT NULL
);

INSERT INTO batches (batch_id, state, platform, channel, data_type, spool_key, bytes, received, rows, source, request_id,
    accepted_at, due_at, upload_id, row_offset, ip)
  VALUES ('0a.0', 'accepted', 'boss', 'web', 'job', 'spool/0a.0', 9, 2, 2, 'key:k', 'r1', 1, 4102444800000, 'key-k:mine', 0, '192.0.2.1'),
         ('0a.1', 'accepted', 'boss', 'web', 'job', 'spool/0a.1', 9, 1, 1, 'key:k', 'r1', 1, 4102444800000, 'key-k:mine', 2, '192.0.2.1'),
         ('edge-1', 'stored', 'qcwy', 'web', 'job', 'spool/edge-1', 9, 1, 1, 'edge', 'r2', 3, 4, NULL, 0, NULL);
INSERT INTO uploads VALUES ('key-k:mine', 'digest', 1);
INSERT INTO groups (group_id, data_type, state, closed_at) VALUES ('g1', 'job', 'confirmed', 5);
INSERT INTO totals (platform, batches, received, waiting_batches, waiting_rows) VALUES ('boss', 2, 3, 2, 3);
UPDATE ledger SET fence = 7, sweep_cursor = 'cursor';
INSERT INTO pushes (batch_id, target_id, spool_key, due_at, created_at) VALUES ('edge-1', 't1', 'spool/edge-1', 4102444800000, 6);
INSERT INTO push_lanes (target_id, pushed, last_pushed_at) VALUES ('t1', 8, 9);
INSERT INTO upload_log (at, ip, source, platform, channel, data_type, batch_id, received, invalid, bytes)
  VALUES (1, '192.0.2.1', 'key:k', 'boss', 'web', 'job', '0a.0', 2, 0, 9),
         (1, '192.0.2.1', 'key:k', 'boss', 'web', 'job', '0a.1', 1, 0, 9);
INSERT INTO upload_log_frozen VALUES (1, 2);
