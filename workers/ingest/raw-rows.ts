/** Reads the rows of a batch back from the spool, as its sender sent them. */
import type { BlobStore } from "../../shared/storage.ts";
import { RAW_MEMBER } from "../../shared/tables/line.ts";
import { openBatch } from "./open-batch.ts";
import { unpackSpool } from "./pack-spool.ts";
import { LINE_END, ROW_LINES } from "./spool-header.ts";

/**
 * Returns the JSON texts of the first rows, as they were sent.
 * @param packed the spool object
 * @param limit rows
 * @throws SpoolDamaged
 */
export function rawTexts(batchId: string, packed: Uint8Array, limit = Number.POSITIVE_INFINITY): string[] {
  const { header, body, starts } = openBatch(batchId, unpackSpool(packed));
  const decoder = new TextDecoder();
  const texts: string[] = [];
  let line = 0;
  for (const entry of header.entries) {
    if (texts.length >= limit) break;
    if (entry.lines === ROW_LINES) {
      const text = decoder.decode(body.subarray(starts[line], (starts[line + 1] ?? 0) - LINE_END));
      texts.push(text.slice(text.indexOf(RAW_MEMBER) + RAW_MEMBER.length));
    }
    line += entry.lines;
  }
  return texts;
}

/**
 * @param limit rows
 * @returns null when the spool object is gone
 * @throws SpoolDamaged
 */
export async function readRawRows(
  store: BlobStore,
  batch: { batch_id: string; spool_key: string | null },
  limit: number,
): Promise<unknown[] | null> {
  const packed = batch.spool_key === null ? null : await store.getBytes(batch.spool_key);
  return packed && rawTexts(batch.batch_id, packed, limit).map((text) => JSON.parse(text) as unknown);
}
