/** The log of uploads on its way to ClickHouse. */
import type { NewBatch, NewUpload } from "../../shared/contracts/ingest-ledger.ts";
import type { Channel, DataType, Platform } from "../../shared/contracts/platform.ts";
import type { UploadLogPage } from "../../shared/contracts/upload-log.ts";
import { columnsOf, type LedgerContext, uploadIdIn } from "./schema.ts";

/** AUTOINCREMENT: the number of a deleted line never comes back, and with it never a deduplication token. */
const UPLOAD_LOG_TABLES = `
CREATE TABLE IF NOT EXISTS upload_log (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  ip TEXT NOT NULL,
  source TEXT NOT NULL,
  platform TEXT NOT NULL,
  channel TEXT NOT NULL,
  data_type TEXT NOT NULL,
  upload_id TEXT NOT NULL,
  received INTEGER NOT NULL,
  invalid INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  sender_batch_id TEXT,
  parts INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE IF NOT EXISTS upload_log_frozen (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  last_seq INTEGER NOT NULL
);
`;

/**
 * Early ledgers logged a line for each part, under the id of its batch: the lines of an upload become one, also those
 * of a page that was read and not yet deleted. ClickHouse merged what it had of them in migration 011, and replaces it.
 */
const MERGE_PARTS = `
ALTER TABLE upload_log RENAME COLUMN batch_id TO upload_id;
ALTER TABLE upload_log ADD COLUMN sender_batch_id TEXT;
ALTER TABLE upload_log ADD COLUMN parts INTEGER NOT NULL DEFAULT 1;
UPDATE upload_log SET upload_id = ${uploadIdIn("upload_id")};
UPDATE upload_log SET parts = whole.parts, received = whole.received, invalid = whole.invalid, bytes = whole.bytes
FROM (SELECT max(seq) AS last, count(*) AS parts, sum(received) AS received, sum(invalid) AS invalid, sum(bytes) AS bytes
      FROM upload_log GROUP BY upload_id) AS whole
WHERE seq = whole.last;
DELETE FROM upload_log WHERE seq NOT IN (SELECT max(seq) FROM upload_log GROUP BY upload_id);
DELETE FROM upload_log_frozen;
`;

export function createUploadLog(sql: SqlStorage): void {
  sql.exec(UPLOAD_LOG_TABLES);
  if (!columnsOf(sql, "upload_log").has("upload_id")) sql.exec(MERGE_PARTS);
}

type LogRow = {
  seq: number;
  at: number;
  ip: string;
  source: string;
  platform: Platform;
  channel: Channel;
  data_type: DataType;
  upload_id: string;
  sender_batch_id: string | null;
  parts: number;
  received: number;
  invalid: number;
  bytes: number;
};

/** Inside the transaction that registers the upload: one line, however many parts it has. */
export function logUpload({ sql, now }: LedgerContext, { parts, ...upload }: NewUpload): void {
  const first = parts[0];
  if (!first) return;
  const sum = (of: (part: NewBatch) => number) => parts.reduce((total, part) => total + of(part), 0);
  sql.exec(
    `INSERT INTO upload_log (at, ip, source, platform, channel, data_type, upload_id, sender_batch_id, parts,
                             received, invalid, bytes)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    now(),
    first.upload?.ip ?? "unknown",
    first.source,
    first.platform,
    first.channel,
    first.dataType,
    upload.uploadId,
    upload.senderBatchId,
    parts.length,
    sum((part) => part.received),
    sum((part) => part.received - part.rows),
    sum((part) => part.bytes),
  );
}

export function readUploadLog(context: LedgerContext, most: number): UploadLogPage {
  const { sql } = context;
  return context.atomically(() => {
    const frozen = sql.exec<{ last_seq: number }>("SELECT last_seq FROM upload_log_frozen").toArray()[0];
    const rows = sql
      .exec<LogRow>(
        "SELECT * FROM upload_log WHERE seq <= ? ORDER BY seq LIMIT ?",
        frozen?.last_seq ?? Number.MAX_SAFE_INTEGER,
        frozen ? -1 : most,
      )
      .toArray();
    const last = rows.at(-1);
    if (!last) return { uploads: [], more: false };
    sql.exec("INSERT OR IGNORE INTO upload_log_frozen (id, last_seq) VALUES (1, ?)", last.seq);
    const more = sql.exec("SELECT 1 FROM upload_log WHERE seq > ? LIMIT 1", last.seq).toArray().length > 0;
    return {
      uploads: rows.map(({ data_type, upload_id, sender_batch_id, ...row }) => ({
        ...row,
        dataType: data_type,
        uploadId: upload_id,
        senderBatchId: sender_batch_id,
      })),
      more,
    };
  });
}

export function markExported(context: LedgerContext, lastSeq: number): void {
  context.atomically(() => {
    context.sql.exec("DELETE FROM upload_log WHERE seq <= ?", lastSeq);
    context.sql.exec("DELETE FROM upload_log_frozen WHERE last_seq <= ?", lastSeq);
  });
}

export const oldestLogged = ({ sql }: LedgerContext): number | null =>
  sql.exec<{ at: number }>("SELECT at FROM upload_log ORDER BY seq LIMIT 1").toArray()[0]?.at ?? null;
