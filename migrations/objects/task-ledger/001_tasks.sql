-- Tasks of one queue. State, lease, priority and due time stand in `work` under the same id.

-- Picking reads the heads of the priorities only.
DROP INDEX work_ready;
DROP INDEX work_queued;
CREATE INDEX work_ready ON work (pick_class, priority, pick_key, id) WHERE phase = 'ready';
CREATE INDEX work_queued ON work (pick_class, priority, pick_key, id) WHERE phase = 'queued';

CREATE TABLE tasks (
  id            TEXT PRIMARY KEY,
  kind          TEXT NOT NULL,
  key           TEXT,
  order_key     TEXT,
  -- Place among the unfinished tasks of the order key.
  order_seq     INTEGER,
  batch         TEXT,
  -- JSON list of ids.
  depends_on    TEXT NOT NULL DEFAULT '[]',
  -- Tasks it waits for that are neither done nor skipped.
  open_deps     INTEGER NOT NULL DEFAULT 0,
  run_at        INTEGER,
  timeout_s     INTEGER NOT NULL,
  max_attempts  INTEGER NOT NULL,
  -- JSON.
  input         TEXT NOT NULL,
  result        TEXT,
  error_code    TEXT,
  error_message TEXT,
  error_class   TEXT,
  -- JSON; written with the lease, between two writes it is in memory.
  progress      TEXT,
  -- 1: left to a person.
  manual        INTEGER NOT NULL DEFAULT 0,
  -- Who cancelled it while it ran.
  cancel_by     TEXT,
  -- The checkpoint that a person wants it to go on from; null for the last good one.
  resume_seq    INTEGER,
  owner_id      TEXT,
  department_id TEXT,
  created_by    TEXT NOT NULL,
  -- JSON: what its creator may see and reach; the task may do no more.
  caller        TEXT NOT NULL,
  created_at    INTEGER NOT NULL,
  started_at    INTEGER,
  ended_at      INTEGER,
  -- Grows with every end; the export to ClickHouse goes on after the last one it stored.
  ended_seq     INTEGER,
  -- JSON list of [Unix ms, type, detail]: one row for the whole timeline, since each row written is billed.
  log           TEXT NOT NULL DEFAULT '[]'
) WITHOUT ROWID;

CREATE UNIQUE INDEX tasks_key ON tasks (key) WHERE key IS NOT NULL;
CREATE INDEX tasks_order ON tasks (order_key, order_seq) WHERE order_key IS NOT NULL AND ended_at IS NULL;
CREATE INDEX tasks_batch ON tasks (batch, id) WHERE batch IS NOT NULL;
CREATE INDEX tasks_kind ON tasks (kind, id);
CREATE INDEX tasks_ended ON tasks (ended_seq) WHERE ended_seq IS NOT NULL;

-- Who waits for whom; a row leaves when the task it waits for is done or skipped.
CREATE TABLE task_waits (
  on_id   TEXT NOT NULL,
  task_id TEXT NOT NULL,
  PRIMARY KEY (on_id, task_id)
) WITHOUT ROWID;
-- Finished tasks for which so many wait that the rest is released with the next commits.
CREATE TABLE task_releases (on_id TEXT PRIMARY KEY) WITHOUT ROWID;

-- Progress of a batch is counted, so that nobody scans 100,000 tasks.
CREATE TABLE batches (
  id            TEXT PRIMARY KEY,
  name          TEXT NOT NULL,
  kind          TEXT NOT NULL,
  total         INTEGER NOT NULL DEFAULT 0,
  done          INTEGER NOT NULL DEFAULT 0,
  failed        INTEGER NOT NULL DEFAULT 0,
  cancelled     INTEGER NOT NULL DEFAULT 0,
  skipped       INTEGER NOT NULL DEFAULT 0,
  sealed        INTEGER NOT NULL DEFAULT 0,
  owner_id      TEXT,
  department_id TEXT,
  created_by    TEXT NOT NULL,
  created_at    INTEGER NOT NULL,
  ended_at      INTEGER
) WITHOUT ROWID;

CREATE TABLE checkpoints (
  task_id         TEXT NOT NULL,
  seq             INTEGER NOT NULL,
  fence           INTEGER NOT NULL,
  cursor          TEXT NOT NULL,
  -- Small bodies; a large one lies in R2.
  body            TEXT,
  body_key        TEXT,
  body_sha256     TEXT,
  bytes           INTEGER NOT NULL,
  sha256          TEXT NOT NULL,
  -- Of the checkpoint before: a chain.
  previous_sha256 TEXT,
  -- `task`, or the person.
  made_by         TEXT NOT NULL,
  created_at      INTEGER NOT NULL,
  expires_at      INTEGER NOT NULL,
  PRIMARY KEY (task_id, seq)
) WITHOUT ROWID;

-- Choices of the operator, and how far ended tasks were exported.
CREATE TABLE queue_marks (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) WITHOUT ROWID;
