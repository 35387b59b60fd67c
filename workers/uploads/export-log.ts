/** Takes the ledger's log of uploads to ClickHouse. A crash or a repeat doubles nothing: the same lines go under the same token. */
import type { UploadLogApi } from "../../shared/contracts/upload-log.ts";

const LINES_AT_ONCE = 5000;
/** Of one run; the next one goes on. */
const MOST_INSERTS = 100;

export interface ExportServices {
  ledger: UploadLogApi;
  insert(lines: string[], token: string): Promise<void>;
}

/**
 * @returns uploads exported
 * @throws when ClickHouse does not take them: they stay in the log and are exported later
 */
export async function exportUploadLog({ ledger, insert }: ExportServices): Promise<number> {
  let exported = 0;
  for (let run = 0; run < MOST_INSERTS; run++) {
    const { uploads, more } = await ledger.uploadLog(LINES_AT_ONCE);
    const [first, last] = [uploads[0], uploads.at(-1)];
    if (!first || !last) break;
    const lines = uploads.map(({ seq: _, dataType, uploadId, senderBatchId, ...upload }) =>
      JSON.stringify({
        ...upload,
        data_type: dataType,
        upload_id: uploadId,
        batch_id: senderBatchId,
        valid: upload.received - upload.invalid,
      }),
    );
    await insert(lines, `uploads:${first.seq}-${last.seq}`);
    await ledger.uploadLogExported(last.seq);
    exported += uploads.length;
    if (!more) break;
  }
  return exported;
}
