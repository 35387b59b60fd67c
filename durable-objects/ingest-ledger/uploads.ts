/** The uploads' side of IngestLedger: several batches that count together. */
import type {
  BatchState,
  NewUpload,
  UploadReceipt,
  UploadResult,
} from "../../shared/contracts/ingest-ledger.ts";
import { type BatchRow, insertBatch, toReceipt } from "./batches.ts";
import type { LedgerContext } from "./schema.ts";

export function registerUpload(context: LedgerContext, upload: NewUpload): UploadResult {
  const { sql } = context;
  return context.atomically((): UploadResult => {
    const known = sql
      .exec<{ digest: string }>("SELECT digest FROM uploads WHERE upload_id = ?", upload.uploadId)
      .toArray()[0];
    if (known) {
      return known.digest === upload.digest
        ? { ok: true, replayed: true }
        : { ok: false, code: "other-content" };
    }
    sql.exec(
      "INSERT INTO uploads (upload_id, digest, accepted_at) VALUES (?, ?, ?)",
      upload.uploadId,
      upload.digest,
      context.now(),
    );
    for (const part of upload.parts) insertBatch(context, part, upload.urgent);
    return { ok: true, replayed: false };
  });
}

/** From the worst to the best. */
const WORST_FIRST: readonly BatchState[] = ["dead", "frozen", "accepted", "discarded", "stored"];

export function uploadReceipt({ sql }: LedgerContext, uploadId: string): UploadReceipt | null {
  const known = sql
    .exec<{ digest: string }>("SELECT digest FROM uploads WHERE upload_id = ?", uploadId)
    .toArray()[0];
  if (!known) return null;
  const rows = sql
    .exec<BatchRow>("SELECT * FROM batches WHERE upload_id = ? ORDER BY row_offset", uploadId)
    .toArray();
  const worst = WORST_FIRST.find((state) => rows.some((row) => row.state === state)) ?? "stored";
  return {
    uploadId,
    digest: known.digest,
    state: worst === "frozen" ? "accepted" : worst,
    parts: rows.map((row) => ({ ...toReceipt(row), offset: row.row_offset, verdicts: row.verdicts })),
  };
}
