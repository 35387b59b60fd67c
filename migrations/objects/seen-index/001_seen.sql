-- Objects older than the record of migrations have these tables already, or only the first.
CREATE TABLE IF NOT EXISTS seen (
  key TEXT PRIMARY KEY, hash TEXT NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL
) WITHOUT ROWID;

-- Pages that were fetched or are being fetched. `owner` is null once the page is fetched; its hash is then known
-- until `until`, or forever when that is null.
CREATE TABLE IF NOT EXISTS page_fetches (
  key TEXT PRIMARY KEY, hash TEXT NOT NULL, owner TEXT, until INTEGER
) WITHOUT ROWID;
