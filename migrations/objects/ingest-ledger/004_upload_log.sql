-- The log of uploads until it is in ClickHouse. AUTOINCREMENT: the number of a deleted line never comes back, and with
-- it no deduplication token.
CREATE TABLE IF NOT EXISTS upload_log (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  ip TEXT NOT NULL,
  source TEXT NOT NULL,
  platform TEXT NOT NULL,
  channel TEXT NOT NULL,
  data_type TEXT NOT NULL,
  batch_id TEXT NOT NULL,
  received INTEGER NOT NULL,
  invalid INTEGER NOT NULL,
  bytes INTEGER NOT NULL
);
-- The last line of the page that was read and not yet exported: a repeated read gives the same page.
CREATE TABLE IF NOT EXISTS upload_log_frozen (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  last_seq INTEGER NOT NULL
);
