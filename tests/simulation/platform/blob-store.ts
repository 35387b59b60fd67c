/** R2 in memory. */

import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { BlobInfo, BlobStore } from "../../../shared/storage.ts";
import type { World } from "../world.ts";

interface Blob {
  bytes: Uint8Array;
  uploadedAt: number;
  metadata: Record<string, string>;
}

const LIST_LIMIT = 1000;

export class MemoryBlobs implements BlobStore {
  readonly blobs = new Map<string, Blob>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  put(key: string, body: string | Uint8Array, metadata: Record<string, string> = {}): Promise<void> {
    // A copy: the caller may use its buffer again.
    const bytes = typeof body === "string" ? utf8ToBytes(body) : body.slice();
    return this.#call(`put ${key}`, () => {
      this.blobs.set(key, { bytes, uploadedAt: this.#world.now, metadata });
    });
  }

  getText(key: string): Promise<string | null> {
    return this.#call(`get ${key}`, () => {
      const blob = this.blobs.get(key);
      return blob ? new TextDecoder().decode(blob.bytes) : null;
    });
  }

  getBytes(key: string): Promise<Uint8Array | null> {
    return this.#call(`get ${key}`, () => this.blobs.get(key)?.bytes.slice() ?? null);
  }

  list(prefix: string, cursor = ""): Promise<{ blobs: BlobInfo[]; cursor: string | null }> {
    return this.#call(`list ${prefix}`, () => {
      const keys = [...this.blobs.keys()].filter((key) => key.startsWith(prefix) && key > cursor).sort();
      const page = keys.slice(0, LIST_LIMIT);
      const blobs = page.map((key) => {
        const { bytes, uploadedAt, metadata } = this.blobs.get(key) as Blob;
        return { key, size: bytes.length, uploadedAt, metadata };
      });
      return { blobs, cursor: keys.length > page.length ? (page.at(-1) ?? null) : null };
    });
  }

  delete(keys: string[]): Promise<void> {
    return this.#call(`delete ${keys.length} objects`, () => {
      const { chance, rates } = this.#world;
      const isCut = chance.happens(rates.blob);
      for (const key of isCut ? keys.slice(0, keys.length / 2) : keys) this.blobs.delete(key);
      if (isCut) throw new Error("R2: some objects were deleted");
    });
  }

  #call<T>(what: string, effect: () => T): Promise<T> {
    return this.#world.call(`R2: ${what}`, effect, this.#world.rates.blob);
  }
}
