/** Exports the ledger's upload log to ClickHouse. Safe to repeat: the same lines are inserted with the same token. */
import type { UploadLogApi } from "../../shared/contracts/upload-log.ts";
import { uploadLine } from "../../shared/tables/uploads.ts";

const LINES_PER_INSERT = 5000;
/** Inserts of one run; the next run exports the rest. */
const MAX_INSERTS = 100;

export interface ExportServices {
  ledger: UploadLogApi;
  insert(lines: string[], token: string): Promise<void>;
}

/**
 * @returns uploads exported
 * @throws when ClickHouse does not store them; they stay in the log and are exported later
 */
export async function exportUploadLog({ ledger, insert }: ExportServices): Promise<number> {
  let exported = 0;
  for (let run = 0; run < MAX_INSERTS; run++) {
    const { uploads, more } = await ledger.uploadLog(LINES_PER_INSERT);
    const [first, last] = [uploads[0], uploads.at(-1)];
    if (!first || !last) break;
    const lines = uploads.map(uploadLine);
    await insert(lines, `uploads:${first.seq}-${last.seq}`);
    await ledger.uploadLogExported(last.seq);
    exported += uploads.length;
    if (!more) break;
  }
  return exported;
}
