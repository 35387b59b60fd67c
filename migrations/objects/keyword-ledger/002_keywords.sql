-- Keywords, their latest run with its parts, and their timeline. State, lease and due time stand in `work`.

CREATE TABLE keywords (
  id            TEXT PRIMARY KEY,
  keyword       TEXT NOT NULL,
  city          TEXT NOT NULL,
  channel       TEXT NOT NULL,
  last_outcome  TEXT,
  last_error    TEXT,
  -- Runs that came to a good end: a later one is a re-crawl.
  finished_runs INTEGER NOT NULL DEFAULT 0,
  created_at    INTEGER NOT NULL,
  deleted_at    INTEGER
) WITHOUT ROWID;
CREATE UNIQUE INDEX keywords_search ON keywords (keyword, city, channel);
CREATE INDEX keywords_city ON keywords (city, id);

-- The latest run only: earlier ones live on in the timeline.
CREATE TABLE runs (
  keyword_id    TEXT PRIMARY KEY,
  run_id        TEXT NOT NULL,
  started_at    INTEGER NOT NULL,
  finished_at   INTEGER,
  pages         INTEGER NOT NULL DEFAULT 0,
  rows          INTEGER NOT NULL DEFAULT 0,
  distinct_keys INTEGER NOT NULL DEFAULT 0,
  invalid       INTEGER NOT NULL DEFAULT 0,
  reported      INTEGER,
  early_stopped INTEGER NOT NULL DEFAULT 0,
  -- Pages in a row without a new posting.
  stale_pages   INTEGER NOT NULL DEFAULT 0,
  -- 0 while the keyword is deleted: it is left out of the coverage.
  counted       INTEGER NOT NULL DEFAULT 1
) WITHOUT ROWID;

CREATE TABLE parts (
  keyword_id TEXT NOT NULL,
  part       INTEGER NOT NULL,
  parent     INTEGER,
  filters    TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('open', 'done', 'split')),
  page       INTEGER NOT NULL DEFAULT 0,
  reported   INTEGER,
  rows       INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (keyword_id, part)
) WITHOUT ROWID;

-- Hashes of the run's posting keys, 8 bytes each, in chunks: a page rewrites the last chunk only.
CREATE TABLE run_keys (
  keyword_id TEXT NOT NULL,
  chunk      INTEGER NOT NULL,
  hashes     BLOB NOT NULL,
  PRIMARY KEY (keyword_id, chunk)
) WITHOUT ROWID;

CREATE TABLE events (
  keyword_id TEXT NOT NULL,
  seq        INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  type       TEXT NOT NULL,
  run_id     TEXT,
  detail     TEXT NOT NULL,
  PRIMARY KEY (keyword_id, seq)
) WITHOUT ROWID;

-- pages, rows, invalid: since the ledger began. reported, distinct_keys: over the latest runs.
CREATE TABLE totals (
  one           INTEGER PRIMARY KEY CHECK (one = 1),
  pages         INTEGER NOT NULL,
  rows          INTEGER NOT NULL,
  invalid       INTEGER NOT NULL,
  reported      INTEGER NOT NULL,
  distinct_keys INTEGER NOT NULL
);
INSERT INTO totals VALUES (1, 0, 0, 0, 0, 0);

CREATE TRIGGER run_moved AFTER UPDATE OF pages, rows, invalid, reported, distinct_keys, counted ON runs BEGIN
  UPDATE totals SET
    pages = pages + new.pages - old.pages,
    rows = rows + new.rows - old.rows,
    invalid = invalid + new.invalid - old.invalid,
    reported = reported + new.counted * coalesce(new.reported, 0) - old.counted * coalesce(old.reported, 0),
    distinct_keys = distinct_keys + new.counted * new.distinct_keys - old.counted * old.distinct_keys;
END;

CREATE TRIGGER run_dropped AFTER DELETE ON runs BEGIN
  UPDATE totals SET
    reported = reported - old.counted * coalesce(old.reported, 0),
    distinct_keys = distinct_keys - old.counted * old.distinct_keys;
END;

-- Pages saved, in a ring of short buckets, for the live rate.
CREATE TABLE page_rate (
  slot   INTEGER PRIMARY KEY,
  bucket INTEGER NOT NULL,
  pages  INTEGER NOT NULL
);
