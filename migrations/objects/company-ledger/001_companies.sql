-- Companies of one platform in the cleaning queue. State, lease and due time stand in `work` under `clean:` and the key;
-- a pull of the company's postings stands there and in the tables of keywords under `pull:` and the key.
CREATE TABLE companies (
  company_key  TEXT PRIMARY KEY,
  name         TEXT,
  -- 1: a person asked for the page, so that it is fetched even where it is known.
  forced       INTEGER NOT NULL DEFAULT 0,
  last_outcome TEXT,
  last_error   TEXT,
  cleaned_at   INTEGER,
  -- Distinct postings of the company that the run of its pull has read.
  pull_own     INTEGER NOT NULL DEFAULT 0,
  queued_at    INTEGER NOT NULL,
  -- Unix ms, strictly growing in this object: the export to ClickHouse goes on after the last one it stored.
  changed_at   INTEGER NOT NULL,
  removed_at   INTEGER
) WITHOUT ROWID;
CREATE UNIQUE INDEX companies_changed ON companies (changed_at);
