/** BlobStore over R2 (C8). */
import type { BlobStore } from "../../shared/storage.ts";
import { keySegments } from "../../shared/storage-key.ts";

/** R2 takes at most this many keys in one delete and returns at most this many objects in one list. */
const R2_PAGE = 1000;

/** @throws BlobKeyError from `put` on a key that not every store can hold */
export function r2Store(bucket: R2Bucket): BlobStore {
  return {
    async put(key, body, metadata) {
      keySegments(key);
      await bucket.put(key, body, metadata ? { customMetadata: metadata } : {});
    },
    async getText(key) {
      const object = await bucket.get(key);
      return object ? object.text() : null;
    },
    async getBytes(key) {
      const object = await bucket.get(key);
      return object && new Uint8Array(await object.arrayBuffer());
    },
    async list(prefix, cursor) {
      const page = await bucket.list({
        prefix,
        limit: R2_PAGE,
        include: ["customMetadata"],
        ...(cursor === undefined ? {} : { startAfter: cursor }),
      });
      const blobs = page.objects.map((object) => ({
        key: object.key,
        size: object.size,
        uploadedAt: object.uploaded.getTime(),
        metadata: object.customMetadata ?? {},
      }));
      return { blobs, cursor: page.truncated ? (blobs.at(-1)?.key ?? null) : null };
    },
    async delete(keys) {
      for (let from = 0; from < keys.length; from += R2_PAGE) {
        await bucket.delete(keys.slice(from, from + R2_PAGE));
      }
    },
  };
}
