-- Tells upload, part and the sender's own id apart. Before, `upload_id` was the sender's key (`<sender>:<its id>`), and
-- our id stood only in `<upload id>.<part>`, the batch id of a part. SQLite reads the right side of an UPDATE from the
-- row as it was.
ALTER TABLE uploads RENAME COLUMN upload_id TO sender_key;
ALTER TABLE uploads ADD COLUMN upload_id TEXT NOT NULL DEFAULT '';
ALTER TABLE batches ADD COLUMN part INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batches ADD COLUMN sender_batch_id TEXT;
UPDATE uploads SET upload_id = ifnull(
  (SELECT rtrim(rtrim(batch_id, '0123456789'), '.') FROM batches WHERE batches.upload_id = sender_key LIMIT 1), '');
UPDATE batches SET
  upload_id = rtrim(rtrim(batch_id, '0123456789'), '.'),
  part = CAST(substr(batch_id, length(rtrim(batch_id, '0123456789')) + 1) AS INTEGER),
  sender_batch_id = nullif(substr(upload_id, instr(upload_id, ':') + 1), rtrim(rtrim(batch_id, '0123456789'), '.'))
WHERE upload_id IS NOT NULL;
CREATE INDEX uploads_by_id ON uploads (upload_id);
