-- One bulk action: its request, its state and the selection that it works through.
CREATE TABLE bulk_action (
  one          INTEGER PRIMARY KEY CHECK (one = 1),
  id           TEXT NOT NULL,
  -- JSON.
  request      TEXT NOT NULL,
  user_id      TEXT NOT NULL,
  -- JSON list: what the API key that began it is limited to; null for a person.
  scopes       TEXT,
  label        TEXT NOT NULL,
  state        TEXT NOT NULL,
  -- Where the selection goes on.
  cursor       TEXT,
  total        INTEGER NOT NULL DEFAULT 0,
  -- Records are acted on in order: those up to this number have a result.
  acted        INTEGER NOT NULL DEFAULT 0,
  refused      INTEGER NOT NULL DEFAULT 0,
  unknown      INTEGER NOT NULL DEFAULT 0,
  -- Records of the step that is under way; it is repeated as it was when its holder is lost.
  step_items   INTEGER NOT NULL DEFAULT 0,
  -- 1: the step was handed out before, so its records may have been acted on.
  repeated     INTEGER NOT NULL DEFAULT 0,
  -- Size of the next step, which follows the time that steps take.
  step_size    INTEGER NOT NULL,
  fence        INTEGER NOT NULL DEFAULT 0,
  claimed_at   INTEGER,
  -- End of the holder's lease; null when nobody works on it.
  lease_until  INTEGER,
  -- The next wake-up is sent at this time, unless someone works on it.
  wake_at      INTEGER NOT NULL,
  -- Failures of the present step.
  attempts     INTEGER NOT NULL DEFAULT 0,
  -- A step that failed is handed out again from this time on.
  retry_at     INTEGER,
  -- The minute of the rate, and how many records may still begin in it.
  window_at    INTEGER,
  window_left  INTEGER NOT NULL DEFAULT 0,
  error        TEXT,
  aborted_by   TEXT,
  created_at   INTEGER NOT NULL,
  started_at   INTEGER,
  ended_at     INTEGER
);

-- The selection in pages, since each row written is billed.
CREATE TABLE pages (
  first_seq INTEGER PRIMARY KEY,
  -- JSON list.
  ids       TEXT NOT NULL,
  -- JSON: offset in the page → [outcome, message], for records whose outcome does not follow from `acted`.
  outcomes  TEXT NOT NULL DEFAULT '{}'
);
