/** The rows of a batch as its sender sent them, read back from the spool. */
import type { BlobStore } from "../../shared/storage.ts";
import { openBatch } from "./select-rows.ts";

/** Entries of a row's own have a raw line and a typed one; an employer has the typed one alone. */
const OWN_LINES = 2;

/**
 * @param most rows
 * @returns null when the spool object is gone
 * @throws SpoolDamaged
 */
export async function readRawRows(
  store: BlobStore,
  batch: { batchId: string; spoolKey: string | null },
  most: number,
): Promise<unknown[] | null> {
  const body = batch.spoolKey === null ? null : await store.getBytes(batch.spoolKey);
  if (body === null) return null;
  const { header, starts } = openBatch(batch.batchId, body);
  const rows: unknown[] = [];
  let line = 0;
  for (const entry of header.entries) {
    if (rows.length >= most) break;
    if (entry.lines === OWN_LINES) {
      const text = new TextDecoder().decode(body.subarray(starts[line], starts[line + 1]));
      rows.push(JSON.parse((JSON.parse(text) as { raw: string }).raw));
    }
    line += entry.lines;
  }
  return rows;
}
