-- NodeFleet as it was before it recorded migrations, with a row in every table. Its node was last seen in 2100,
-- so that no alarm fires.

CREATE TABLE IF NOT EXISTS nodes (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  labels TEXT NOT NULL,
  note TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  last_seen INTEGER,
  silent INTEGER NOT NULL DEFAULT 0,
  activity TEXT,
  session TEXT,
  report TEXT,
  metrics TEXT,
  work TEXT NOT NULL DEFAULT '[]',
  mode TEXT NOT NULL DEFAULT 'run'
) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS nodes_name ON nodes (name) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS nodes_heard ON nodes (last_seen) WHERE silent = 0 AND last_seen IS NOT NULL;

CREATE TABLE IF NOT EXISTS commands (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  node_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  args TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting',
  message TEXT,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  settled_at INTEGER
);
CREATE INDEX IF NOT EXISTS commands_of_node ON commands (node_id, seq);

CREATE TABLE IF NOT EXISTS events (
  seq INTEGER PRIMARY KEY,
  node_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  type TEXT NOT NULL,
  detail TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS events_of_node ON events (node_id, seq);

CREATE TABLE IF NOT EXISTS samples (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  node_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  metrics TEXT NOT NULL,
  sent INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS samples_of_node ON samples (node_id, seq);
CREATE INDEX IF NOT EXISTS samples_unsent ON samples (seq) WHERE sent = 0;

CREATE TABLE IF NOT EXISTS hungry (
  node_id TEXT NOT NULL,
  platform TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (node_id, platform)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS fleet (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  dropped_samples INTEGER NOT NULL DEFAULT 0
);
INSERT OR IGNORE INTO fleet (id) VALUES (1);

INSERT INTO nodes (id, name, labels, note, created_at, updated_at, last_seen, activity)
  VALUES ('node-1', 'one', '["cn"]', '', 1, 2, 4102444800000, 'running');
INSERT INTO commands (id, node_id, kind, args, created_by, created_at) VALUES ('c1', 'node-1', 'pause', '{}', 'me', 4);
INSERT INTO events (node_id, at, type, detail) VALUES ('node-1', 5, 'online', '{}');
INSERT INTO samples (node_id, at, metrics) VALUES ('node-1', 6, '{}');
INSERT INTO hungry VALUES ('node-1', 'boss', 7);
UPDATE fleet SET dropped_samples = 8;
