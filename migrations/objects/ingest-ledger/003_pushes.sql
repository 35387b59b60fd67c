-- Stored batches that are sent on to push targets. `due_at` of a leased one is the end of its lease: it is due again if
-- its holder does not end it. A target's lane waits until `not_before` while the target fails, and while it is stopped.
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
