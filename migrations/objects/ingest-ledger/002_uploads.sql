-- Uploads of several batches. `due_at`: when the batch has waited long enough for others, Unix ms. `row_offset`: index
-- in its upload of the batch's first row.
CREATE TABLE IF NOT EXISTS uploads (
  upload_id TEXT PRIMARY KEY,
  digest TEXT NOT NULL,
  accepted_at INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS uploads_accepted ON uploads (accepted_at);

ALTER TABLE batches ADD COLUMN due_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batches ADD COLUMN upload_id TEXT;
ALTER TABLE batches ADD COLUMN row_offset INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batches ADD COLUMN ip TEXT;
ALTER TABLE batches ADD COLUMN verdicts TEXT;
CREATE INDEX IF NOT EXISTS batches_due ON batches (data_type, due_at) WHERE state = 'accepted';
CREATE INDEX IF NOT EXISTS batches_of_upload ON batches (upload_id, row_offset) WHERE upload_id IS NOT NULL;
