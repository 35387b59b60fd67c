-- Dependencies across queues. The ledger of the task that is waited for keeps who watches it, and tells them.

-- The version of the watch that a wait for a task of another queue belongs to; 0 for one of this queue.
ALTER TABLE task_waits ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
-- Releases the waits up to this version: a later one began when the task was unfinished again.
ALTER TABLE task_releases ADD COLUMN version INTEGER NOT NULL DEFAULT 0;

-- Other queues with tasks that wait for a task of this one. A row leaves when the task is done or skipped, or when
-- the other queue says that nobody waits any more.
CREATE TABLE watchers (
  on_id   TEXT NOT NULL,
  queue   TEXT NOT NULL,
  -- Grows with every watch of this ledger.
  version INTEGER NOT NULL,
  PRIMARY KEY (on_id, queue)
) WITHOUT ROWID;
-- Other queues that are still to be told that a task of this one is done or skipped.
CREATE TABLE notices (
  queue   TEXT NOT NULL,
  on_id   TEXT NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (queue, on_id)
) WITHOUT ROWID;
