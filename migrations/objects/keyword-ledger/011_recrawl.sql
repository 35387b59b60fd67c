-- What a run of the keyword costs and how fast its search changes, for adaptive recrawl; null before its first re-crawl.
ALTER TABLE keywords ADD COLUMN crawl_requests REAL;
ALTER TABLE keywords ADD COLUMN changes_per_hour REAL;

-- Single values of the object: how far the coverage was exported (Unix ms), and the mode of recrawl.
CREATE TABLE marks (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
