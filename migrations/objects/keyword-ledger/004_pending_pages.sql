-- Detail and company pages that a run still has to fetch, and how those fetched since the last line of the
-- timeline ended. `end` is null while a page is pending.
CREATE TABLE pending_pages (
  keyword_id TEXT NOT NULL,
  seq        INTEGER NOT NULL,
  type       TEXT NOT NULL CHECK (type IN ('job_detail', 'company')),
  key        TEXT NOT NULL,
  hash       TEXT NOT NULL,
  page       INTEGER NOT NULL,
  found_at   INTEGER NOT NULL,
  request    TEXT NOT NULL,
  end        TEXT,
  PRIMARY KEY (keyword_id, type, key)
) WITHOUT ROWID;
