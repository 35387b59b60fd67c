/** Opens the spool object of a batch: its header, and where each of its lines is. */
import type { RowKind } from "../../shared/platforms/data-types.ts";
import { lookup } from "../../shared/platforms/registry.ts";
import { NEWLINE, readSpoolHeader, SpoolDamaged, type SpoolHeader } from "./spool-header.ts";

/**
 * A batch with the content of its spool object. The lines stay bytes, because decoded Chinese text needs twice the
 * memory.
 */
export interface OpenBatch {
  header: SpoolHeader;
  /** Names the tables and indexes of the batch's rows. */
  kind: RowKind;
  body: Uint8Array;
  /** Offset of each line after the header, followed by the end of the last line. */
  starts: Uint32Array;
}

/** @throws SpoolDamaged when header and lines do not belong together */
export function openBatch(batchId: string, body: Uint8Array): OpenBatch {
  const header = readSpoolHeader(body);
  if (header.batch_id !== batchId) throw new SpoolDamaged(`belongs to batch ${header.batch_id}`);
  const found = lookup(header.platform, header.channel, header.data_type);
  if (!found.ok) throw new SpoolDamaged(`is of no known kind: ${found.error.message}`);
  const { kind } = found.entry;
  const expected = header.entries.reduce((sum, entry) => sum + entry.lines, 0);
  const starts = new Uint32Array(expected + 1);
  let lines = 0;
  let start = body.indexOf(NEWLINE) + 1;
  starts[0] = start;
  for (let end = body.indexOf(NEWLINE, start); end >= 0 && start > 0; end = body.indexOf(NEWLINE, start)) {
    start = end + 1;
    lines++;
    if (lines <= expected) starts[lines] = start;
  }
  if (lines !== expected || start !== body.length) {
    throw new SpoolDamaged(`holds ${lines} lines where its header says ${expected}`);
  }
  return { header, kind, body, starts };
}

/** A batch of a group. */
export interface GroupedBatch extends OpenBatch {
  /** Comes from the ledger. */
  senderBatchId: string | null;
}
