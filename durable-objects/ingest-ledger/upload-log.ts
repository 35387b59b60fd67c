/** The log of uploads on its way to ClickHouse. */
import type { NewBatch } from "../../shared/contracts/ingest-ledger.ts";
import type { Channel, DataType, Platform } from "../../shared/contracts/platform.ts";
import type { UploadLogPage } from "../../shared/contracts/upload-log.ts";
import type { LedgerContext } from "./schema.ts";

/** AUTOINCREMENT: the number of a deleted line never comes back, and with it never a deduplication token. */
export const UPLOAD_LOG_TABLES = `
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
CREATE TABLE IF NOT EXISTS upload_log_frozen (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  last_seq INTEGER NOT NULL
);
`;

type LogRow = {
  seq: number;
  at: number;
  ip: string;
  source: string;
  platform: Platform;
  channel: Channel;
  data_type: DataType;
  batch_id: string;
  received: number;
  invalid: number;
  bytes: number;
};

/** Inside the transaction that registers the batch. What the edge crawled itself is no upload. */
export function logUpload({ sql, now }: LedgerContext, batch: NewBatch): void {
  if (batch.source === "edge") return;
  sql.exec(
    `INSERT INTO upload_log (at, ip, source, platform, channel, data_type, batch_id, received, invalid, bytes)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    now(),
    batch.upload?.ip ?? "unknown",
    batch.source,
    batch.platform,
    batch.channel,
    batch.dataType,
    batch.batchId,
    batch.received,
    batch.received - batch.rows,
    batch.bytes,
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
      uploads: rows.map(({ data_type, batch_id, ...row }) => ({
        ...row,
        dataType: data_type,
        batchId: batch_id,
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
