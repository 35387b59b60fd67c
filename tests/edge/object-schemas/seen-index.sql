-- SeenIndex as it was before it recorded migrations, before anyone asked for a page.

CREATE TABLE IF NOT EXISTS seen (
         key TEXT PRIMARY KEY, hash TEXT NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL
       ) WITHOUT ROWID;
INSERT INTO seen VALUES ('boss:1', 'hash-1', 1, 2);
