-- Work items under lease: whatever they stand for (a keyword, a task) keeps its own tables beside these.

CREATE TABLE work (
  id         TEXT PRIMARY KEY,
  -- Name that the owner and its users see.
  state      TEXT NOT NULL,
  -- Place in the machine: what the engine itself goes by.
  phase      TEXT NOT NULL CHECK (phase IN ('resting', 'waiting', 'ready', 'queued', 'held', 'running', 'gone')),
  priority   INTEGER NOT NULL,
  -- Order of picking: class first, then key (due time minus the priority's offset, Unix ms).
  pick_class INTEGER,
  pick_key   INTEGER,
  due_at     INTEGER,
  -- The item's one timer, Unix ms; its meaning follows from the phase: due (waiting), resume (held),
  -- deadline of the wake-up (queued), end of the lease (running).
  timer_at   INTEGER,
  -- Only grows; compared in the same transaction as every write of a holder.
  fence      INTEGER NOT NULL DEFAULT 0,
  holder     TEXT,
  attempts   INTEGER NOT NULL DEFAULT 0,
  updated_at INTEGER NOT NULL
) WITHOUT ROWID;

-- Partial indexes: a claim reads the ready ones only, so its cost does not follow the number of items.
CREATE INDEX work_ready ON work (pick_class, pick_key, id) WHERE phase = 'ready';
CREATE INDEX work_queued ON work (pick_class, pick_key, id) WHERE phase = 'queued';
CREATE INDEX work_timer ON work (timer_at) WHERE timer_at IS NOT NULL;
CREATE INDEX work_state ON work (state, id);

-- How many items are where; kept by triggers, so that no write can forget it and nobody scans a million rows.
CREATE TABLE work_counts (
  state TEXT NOT NULL,
  phase TEXT NOT NULL,
  n     INTEGER NOT NULL,
  PRIMARY KEY (state, phase)
) WITHOUT ROWID;

CREATE TRIGGER work_added AFTER INSERT ON work BEGIN
  INSERT INTO work_counts (state, phase, n) VALUES (new.state, new.phase, 1)
    ON CONFLICT (state, phase) DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER work_moved AFTER UPDATE OF state, phase ON work
WHEN old.state <> new.state OR old.phase <> new.phase BEGIN
  UPDATE work_counts SET n = n - 1 WHERE state = old.state AND phase = old.phase;
  INSERT INTO work_counts (state, phase, n) VALUES (new.state, new.phase, 1)
    ON CONFLICT (state, phase) DO UPDATE SET n = n + 1;
END;

-- Timers of the object itself; those of an item stand in its row.
CREATE TABLE timers (
  name TEXT PRIMARY KEY,
  at   INTEGER NOT NULL
) WITHOUT ROWID;
