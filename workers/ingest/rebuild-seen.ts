/**
 * Builds a SeenIndex anew from what ClickHouse holds: after the index was lost, or after rows were deleted
 * from ClickHouse. Ingest may go on meanwhile: until its key is back a stored row counts as new and is
 * inserted once more, which the tables' sorting keys take out again.
 */

import type { Platform } from "../../shared/contracts/platform.ts";
import type { SeenClient, SeenRecord, SeenType } from "../../shared/contracts/seen-index.ts";

/** Rows of one page; an index takes 5,000 per statement. */
const PAGE = 10_000;

/**
 * Reads what is stored, in order of the key, strictly after `afterKey`: latest content hash, first and last
 * time collected.
 */
export type ReadStored = (
  platform: Platform,
  type: SeenType,
  afterKey: string,
  limit: number,
) => Promise<SeenRecord[]>;

/** @returns keys restored */
export async function rebuildSeenIndex(
  seen: Pick<SeenClient, "clear" | "restore">,
  readStored: ReadStored,
  platform: Platform,
  type: SeenType,
): Promise<number> {
  await seen.clear(platform, type);
  let total = 0;
  let after = "";
  for (;;) {
    const records = await readStored(platform, type, after, PAGE);
    await seen.restore(platform, type, records);
    total += records.length;
    const last = records.at(-1);
    if (!last || records.length < PAGE) return total;
    after = last.key;
  }
}
