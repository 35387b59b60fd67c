-- Proxies or platform tokens, with their live state.

CREATE TABLE resources (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  fingerprint TEXT NOT NULL,
  sealed TEXT,
  enabled INTEGER NOT NULL,
  expires_at INTEGER,
  deleted_at INTEGER,
  platforms TEXT NOT NULL,
  -- JSON: what a person entered beside these columns.
  fields TEXT NOT NULL,
  live TEXT NOT NULL,
  -- Copied from `live`, so that an index finds the next resource.
  node TEXT,
  ready_at INTEGER NOT NULL,
  health REAL NOT NULL,
  used_day INTEGER NOT NULL,
  used INTEGER NOT NULL,
  leased_at INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX resources_living ON resources (fingerprint) WHERE deleted_at IS NULL;
CREATE INDEX resources_ready ON resources (ready_at) WHERE deleted_at IS NULL AND enabled = 1;
CREATE INDEX resources_held ON resources (node) WHERE node IS NOT NULL;
