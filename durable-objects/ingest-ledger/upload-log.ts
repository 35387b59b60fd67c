/** The log of uploads until it is exported to ClickHouse. */
import type { NewBatch, NewUpload } from "../../shared/contracts/ingest-ledger.ts";
import type { Channel, DataType, Platform } from "../../shared/contracts/platform.ts";
import type { UploadLogPage } from "../../shared/contracts/upload-log.ts";
import type { LedgerContext } from "./schema.ts";

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

/** Adds one line for an upload, however many parts it has; call it in the transaction that registers the upload. */
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
    first.data_type,
    upload.upload_id,
    upload.sender_batch_id,
    parts.length,
    sum((part) => part.received),
    sum((part) => part.received - part.rows),
    sum((part) => part.bytes),
  );
}

/** Reads the oldest lines. The same lines are read again until `markExported`, so that a retry exports the same page. */
export function readUploadLog(context: LedgerContext, limit: number): UploadLogPage {
  const { sql } = context;
  return context.atomically(() => {
    const frozen = sql.exec<{ last_seq: number }>("SELECT last_seq FROM upload_log_frozen").toArray()[0];
    const rows = sql
      .exec<LogRow>(
        "SELECT * FROM upload_log WHERE seq <= ? ORDER BY seq LIMIT ?",
        frozen?.last_seq ?? Number.MAX_SAFE_INTEGER,
        frozen ? -1 : limit,
      )
      .toArray();
    const last = rows.at(-1);
    if (!last) return { uploads: [], more: false };
    sql.exec("INSERT OR IGNORE INTO upload_log_frozen (id, last_seq) VALUES (1, ?)", last.seq);
    const more = sql.exec("SELECT 1 FROM upload_log WHERE seq > ? LIMIT 1", last.seq).toArray().length > 0;
    return {
      uploads: rows,
      more,
    };
  });
}

/** Deletes the lines that ClickHouse has. */
export function markExported(context: LedgerContext, lastSeq: number): void {
  context.atomically(() => {
    context.sql.exec("DELETE FROM upload_log WHERE seq <= ?", lastSeq);
    context.sql.exec("DELETE FROM upload_log_frozen WHERE last_seq <= ?", lastSeq);
  });
}

/** Unix ms of the newest upload; null when none is remembered. */
export const newestUpload = ({ sql }: LedgerContext): number | null =>
  sql.exec<{ at: number | null }>("SELECT max(accepted_at) AS at FROM uploads").one().at;

/** Unix ms of the oldest line; null without one. */
export const oldestLogged = ({ sql }: LedgerContext): number | null =>
  sql.exec<{ at: number }>("SELECT at FROM upload_log ORDER BY seq LIMIT 1").toArray()[0]?.at ?? null;
