-- SeenIndex as it was before it recorded migrations, after the first question for a page.

CREATE TABLE IF NOT EXISTS seen (
         key TEXT PRIMARY KEY, hash TEXT NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL
       ) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS page_fetches (
         key TEXT PRIMARY KEY, hash TEXT NOT NULL, owner TEXT, until INTEGER
       ) WITHOUT ROWID;
INSERT INTO seen VALUES ('boss:1', 'hash-1', 1, 2);
INSERT INTO page_fetches VALUES ('boss:1', 'hash-1', 'run-1', 9);
