/**
 * Deletes copies of logos that no row refers to: those of a logo that was replaced, and of a task that died before its row.
 * Companies share copies and a task stores them before their row, so that nothing young is touched and nothing is deleted
 * where a logo is replaced. A copy that a row came to refer to while it was being deleted is gone with this run; the next
 * run finds the row, and forgets it, so that the logo is fetched anew.
 */
import { type BlobStore, blobPages } from "../../shared/storage.ts";
import { IMAGE_PREFIX, imageKey } from "./image-key.ts";
import type { ImagePlace, ImageStore } from "./image-store.ts";

/** Rows read at once: each has three hashes. */
const ROWS_AT_ONCE = 2000;

export interface OrphanParts {
  images: Pick<ImageStore, "withFiles" | "forget">;
  store: Pick<BlobStore, "list" | "delete">;
}

/**
 * @param before copies that were stored later stay, Unix ms
 * @param dry counts them only
 * @returns copies that were, or would be, deleted
 */
export async function removeOrphans(
  { images, store }: OrphanParts,
  before: number,
  dry: boolean,
): Promise<number> {
  const stored = new Map<string, number>();
  for await (const blobs of blobPages(store, IMAGE_PREFIX))
    for (const { key, uploadedAt } of blobs) stored.set(key, uploadedAt);

  // Rows are read after the copies were listed: one that was saved meanwhile keeps what it refers to.
  const orphans = new Set([...stored].filter(([, at]) => at < before).map(([key]) => key));
  let after: ImagePlace | undefined;
  for (;;) {
    const rows = await images.withFiles(ROWS_AT_ONCE, after);
    for (const row of rows) {
      const keys = row.files.map(({ sha256 }) => imageKey(sha256));
      for (const key of keys) orphans.delete(key);
      // A copy that was stored after the list belongs to a row that is as young.
      const isLost = row.fetchedAt < before && keys.some((key) => !stored.has(key));
      if (isLost && !dry) await images.forget(row);
    }
    after = rows.at(-1);
    if (rows.length < ROWS_AT_ONCE) break;
  }
  if (!dry && orphans.size > 0) await store.delete([...orphans]);
  return orphans.size;
}
