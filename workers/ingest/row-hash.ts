/**
 * The content hash of `shared/domain/content-hash.ts`, by the runtime's own SHA-256: on the crawl's hot path
 * the portable one took a fifth of a posting's time.
 */
import { createHash } from "node:crypto";
import { canonicalJson, HASH_BYTES } from "../../shared/domain/content-hash.ts";

export const textHash = (text: string): string =>
  createHash("sha256")
    .update(text)
    .digest("hex")
    .slice(0, 2 * HASH_BYTES);

/** @param volatileFields the adapter's own list, the same one each time */
export const rowHash = (row: unknown, volatileFields: readonly string[]): string =>
  textHash(canonicalJson(row, volatileFields));
