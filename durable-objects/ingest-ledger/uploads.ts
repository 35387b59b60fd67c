/** Uploads of IngestLedger: an upload is registered with all of its batches, or not at all. */
import type {
  BatchState,
  NewUpload,
  UploadReceipt,
  UploadResult,
  UploadTotals,
} from "../../shared/contracts/ingest-ledger.ts";
import { type BatchRow, toReceipt } from "./batch-row.ts";
import { insertBatch } from "./batches.ts";
import { isFull } from "./quarantine.ts";
import type { LedgerContext } from "./schema.ts";
import { logUpload } from "./upload-log.ts";

export function registerUpload(context: LedgerContext, upload: NewUpload): UploadResult {
  const { sql } = context;
  return context.atomically((): UploadResult => {
    const known = sql
      .exec<{ digest: string }>("SELECT digest FROM uploads WHERE sender_key = ?", upload.sender_key)
      .toArray()[0];
    if (known) {
      return known.digest === upload.digest
        ? { ok: true, replayed: true }
        : { ok: false, code: "other-content" };
    }
    const held = upload.parts.filter(({ quality }) => quality?.holds);
    if (isFull(sql, held[0]?.source ?? "", held.length)) return { ok: false, code: "quarantine-full" };
    sql.exec(
      "INSERT INTO uploads (sender_key, upload_id, digest, accepted_at, fence) VALUES (?, ?, ?, ?, ?)",
      upload.sender_key,
      upload.upload_id,
      upload.digest,
      context.now(),
      upload.fence ?? null,
    );
    for (const part of upload.parts) insertBatch(context, part, upload);
    logUpload(context, upload);
    return { ok: true, replayed: false };
  });
}

/** States from worst to best. */
const WORST_FIRST: readonly BatchState[] = [
  "dead",
  "quarantined",
  "frozen",
  "accepted",
  "dropped",
  "discarded",
  "stored",
];

type KnownUpload = { upload_id: string; digest: string };

/** Finds an upload by the id that its sender chose, else by ours: the sender's id may look like one of ours. */
function findUpload(sql: SqlStorage, sender: string, id: string): KnownUpload | undefined {
  const columns = "SELECT upload_id, digest FROM uploads WHERE";
  const key = `${sender}:${id}`;
  return (
    sql.exec<KnownUpload>(`${columns} sender_key = ?`, key).toArray()[0] ??
    sql
      .exec<KnownUpload>(`${columns} upload_id = ?1 AND instr(sender_key, ?2) = 1`, id, `${sender}:`)
      .toArray()[0]
  );
}

export function uploadReceipt({ sql }: LedgerContext, sender: string, id: string): UploadReceipt | null {
  const known = findUpload(sql, sender, id);
  if (!known) return null;
  const rows = sql
    .exec<BatchRow>("SELECT * FROM batches WHERE upload_id = ? ORDER BY row_offset", known.upload_id)
    .toArray();
  const worst = WORST_FIRST.find((state) => rows.some((row) => row.state === state)) ?? "stored";
  return {
    upload_id: known.upload_id,
    sender_batch_id: rows[0]?.sender_batch_id ?? null,
    digest: known.digest,
    state: worst === "frozen" ? "accepted" : worst,
    parts: rows.map((row) => ({ ...toReceipt(row), offset: row.row_offset, verdicts: row.verdicts })),
  };
}

/** The uploads of a sender among these ids that it chose, with the rows of all their parts. */
export function uploadTotals({ sql }: LedgerContext, sender: string, ids: readonly string[]): UploadTotals[] {
  const prefix = `${sender}:`;
  return sql
    .exec<Omit<UploadTotals, "quarantined"> & { quarantined: number } & Record<string, SqlStorageValue>>(
      `SELECT substr(sender_key, ?1) AS id, fence, max(seq) AS seq, min(platform) AS platform,
         min(data_type) AS data_type, min(run_id) AS run_id, sum(received) AS received,
         sum(received - rows) AS invalid, max(state IN ('quarantined', 'dropped')) AS quarantined
       FROM uploads JOIN batches USING (upload_id)
       WHERE sender_key IN (SELECT value FROM json_each(?2)) GROUP BY sender_key`,
      prefix.length + 1,
      JSON.stringify(ids.map((id) => prefix + id)),
    )
    .toArray()
    .map((totals) => ({ ...totals, quarantined: totals.quarantined === 1 }));
}
