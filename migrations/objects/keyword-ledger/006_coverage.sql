-- Coverage (X6) belongs to the keyword, not to its latest run: distinct postings seen since the last complete crawl
-- began, and the newest total that the site reported. Null while no run has ended with a total.
ALTER TABLE keywords ADD COLUMN covered_distinct INTEGER;
ALTER TABLE keywords ADD COLUMN covered_reported INTEGER;
-- When the run ended that the figure comes from, Unix ms.
ALTER TABLE keywords ADD COLUMN covered_at INTEGER;
-- The run that began the count: the last complete one. Its keys stay, so that runs that stop early add to them.
ALTER TABLE keywords ADD COLUMN covered_run_id TEXT;

-- Postings that were never stored before, and stored ones that changed; null in a run that does not count them.
ALTER TABLE runs ADD COLUMN fresh INTEGER;
ALTER TABLE runs ADD COLUMN changed INTEGER;
-- Why the run could not read everything (RUN_LIMITS); null when nothing limited it.
ALTER TABLE runs ADD COLUMN limited_by TEXT;
-- Pages in a row that showed only postings that the run had seen before.
ALTER TABLE runs ADD COLUMN repeated_pages INTEGER NOT NULL DEFAULT 0;
-- Postings that the part was the first of its run to show.
ALTER TABLE parts ADD COLUMN distinct_keys INTEGER NOT NULL DEFAULT 0;

-- Hashes by run: the set of the last complete run stays beside that of the run in work.
CREATE TABLE key_sets (
  keyword_id TEXT NOT NULL,
  run_id     TEXT NOT NULL,
  chunk      INTEGER NOT NULL,
  hashes     BLOB NOT NULL,
  PRIMARY KEY (keyword_id, run_id, chunk)
) WITHOUT ROWID;
INSERT INTO key_sets (keyword_id, run_id, chunk, hashes)
  SELECT k.keyword_id, r.run_id, k.chunk, k.hashes FROM run_keys k JOIN runs r ON r.keyword_id = k.keyword_id;
DROP TABLE run_keys;

-- The last runs of each keyword in a ring: `slot` is `seq` modulo its length, so a run is one row written.
CREATE TABLE run_history (
  keyword_id       TEXT NOT NULL,
  slot             INTEGER NOT NULL,
  seq              INTEGER NOT NULL,
  run_id           TEXT NOT NULL,
  started_at       INTEGER NOT NULL,
  finished_at      INTEGER NOT NULL,
  pages            INTEGER NOT NULL,
  rows             INTEGER NOT NULL,
  distinct_keys    INTEGER NOT NULL,
  invalid          INTEGER NOT NULL,
  fresh            INTEGER,
  changed          INTEGER,
  reported         INTEGER,
  outcome          TEXT NOT NULL,
  early_stopped    INTEGER NOT NULL,
  limited_by       TEXT,
  -- The keyword's coverage after the run.
  covered_distinct INTEGER,
  covered_reported INTEGER,
  PRIMARY KEY (keyword_id, slot)
) WITHOUT ROWID;

-- The totals of coverage follow the keywords; pages, rows and invalid still follow the runs.
DROP TRIGGER run_moved;
DROP TRIGGER run_dropped;
CREATE TRIGGER run_moved AFTER UPDATE OF pages, rows, invalid ON runs
WHEN new.pages <> old.pages OR new.rows <> old.rows OR new.invalid <> old.invalid BEGIN
  UPDATE totals SET
    pages = pages + new.pages - old.pages,
    rows = rows + new.rows - old.rows,
    invalid = invalid + new.invalid - old.invalid;
END;

-- A run that stopped early lowers nothing, and says nothing about the total: its keyword starts with a complete crawl.
UPDATE keywords SET (covered_distinct, covered_reported, covered_at, covered_run_id) = (
  SELECT r.distinct_keys, r.reported, r.finished_at, r.run_id FROM runs r
  WHERE r.keyword_id = keywords.id AND r.finished_at IS NOT NULL AND r.early_stopped = 0 AND r.reported IS NOT NULL
) WHERE last_outcome IS NOT 'skipped';
UPDATE keywords SET finished_runs = 0 WHERE covered_at IS NULL AND EXISTS (
  SELECT 1 FROM runs r WHERE r.keyword_id = keywords.id AND r.finished_at IS NOT NULL AND r.early_stopped = 1
);

-- Number of live keywords with a figure. distinct_keys: of each keyword at most its total, so that a surplus of one
-- hides no gap of another.
ALTER TABLE totals ADD COLUMN known INTEGER NOT NULL DEFAULT 0;
UPDATE totals SET (known, reported, distinct_keys) = (
  SELECT count(*), coalesce(sum(covered_reported), 0), coalesce(sum(min(covered_distinct, covered_reported)), 0)
  FROM keywords WHERE covered_at IS NOT NULL AND deleted_at IS NULL
);
CREATE TRIGGER coverage_moved AFTER UPDATE OF covered_distinct, covered_reported, covered_at, deleted_at ON keywords
WHEN (old.covered_at IS NOT NULL OR new.covered_at IS NOT NULL) AND (
  old.covered_distinct IS NOT new.covered_distinct OR old.covered_reported IS NOT new.covered_reported
  OR (old.covered_at IS NULL) <> (new.covered_at IS NULL) OR (old.deleted_at IS NULL) <> (new.deleted_at IS NULL)
) BEGIN
  UPDATE totals SET
    known = known + (new.covered_at IS NOT NULL AND new.deleted_at IS NULL)
      - (old.covered_at IS NOT NULL AND old.deleted_at IS NULL),
    reported = reported + (new.deleted_at IS NULL) * coalesce(new.covered_reported, 0)
      - (old.deleted_at IS NULL) * coalesce(old.covered_reported, 0),
    distinct_keys = distinct_keys
      + (new.deleted_at IS NULL) * coalesce(min(new.covered_distinct, new.covered_reported), 0)
      - (old.deleted_at IS NULL) * coalesce(min(old.covered_distinct, old.covered_reported), 0);
END;

-- Priority goes first and ageing is bounded, so work is picked from one line per priority.
DROP INDEX work_ready;
DROP INDEX work_queued;
CREATE INDEX work_ready ON work (pick_class, priority, pick_key, id) WHERE phase = 'ready';
CREATE INDEX work_queued ON work (pick_class, priority, pick_key, id) WHERE phase = 'queued';
