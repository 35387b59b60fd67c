-- The log had a line for each part, under the id of its batch. The lines of an upload become one, also those of a page
-- that was read and not yet deleted: ClickHouse merged what it had of them in its migration 011, and replaces it.
ALTER TABLE upload_log RENAME COLUMN batch_id TO upload_id;
ALTER TABLE upload_log ADD COLUMN sender_batch_id TEXT;
ALTER TABLE upload_log ADD COLUMN parts INTEGER NOT NULL DEFAULT 1;
UPDATE upload_log SET upload_id = rtrim(rtrim(upload_id, '0123456789'), '.');
UPDATE upload_log SET parts = whole.parts, received = whole.received, invalid = whole.invalid, bytes = whole.bytes
FROM (SELECT max(seq) AS last, count(*) AS parts, sum(received) AS received, sum(invalid) AS invalid, sum(bytes) AS bytes
      FROM upload_log GROUP BY upload_id) AS whole
WHERE seq = whole.last;
DELETE FROM upload_log WHERE seq NOT IN (SELECT max(seq) FROM upload_log GROUP BY upload_id);
DELETE FROM upload_log_frozen;
