/** Blobs behind one interface (C8): R2 at the edge (`workers/storage/r2-store.ts`), disk on a node. */
export interface BlobInfo {
  key: string;
  size: number;
  /** Unix ms. */
  uploadedAt: number;
  metadata: Record<string, string>;
}

export interface BlobStore {
  put(key: string, body: string | Uint8Array, metadata?: Record<string, string>): Promise<void>;
  /** Null when there is no such blob. */
  getText(key: string): Promise<string | null>;
  getBytes(key: string): Promise<Uint8Array | null>;
  /** Sorted by key, at most 1000; `cursor` goes on after the last key. */
  list(prefix: string, cursor?: string): Promise<{ blobs: BlobInfo[]; cursor: string | null }>;
  /** Deleting what is not there is no error. */
  delete(keys: string[]): Promise<void>;
}

/** Pages of all blobs below a prefix, sorted by key; those of a page may be deleted before the next one is read. */
export async function* blobPages(store: Pick<BlobStore, "list">, prefix: string): AsyncGenerator<BlobInfo[]> {
  let cursor: string | undefined;
  do {
    const page = await store.list(prefix, cursor);
    yield page.blobs;
    cursor = page.cursor ?? undefined;
  } while (cursor !== undefined);
}
