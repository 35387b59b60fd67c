/** Reads spool objects in parallel and in advance. */
import type { BlobStore } from "../../shared/storage.ts";

/** An invocation may have 6 open connections; two stay free for the inserts. */
const READS_AT_ONCE = 4;

export interface SpoolReader {
  /** @returns packed objects in the order of `keys`; null for a missing one */
  read(keys: string[]): Promise<(Uint8Array | null)[]>;
  /** Starts reading the next objects; drops objects read ahead before that nobody requested. */
  readAhead(keys: string[]): void;
}

export function spoolReader(store: BlobStore): SpoolReader {
  let ahead = new Map<string, Promise<Uint8Array | null>>();
  let running = 0;
  const queue: (() => void)[] = [];

  async function get(key: string): Promise<Uint8Array | null> {
    if (running >= READS_AT_ONCE) await new Promise<void>((resolve) => queue.push(resolve));
    running++;
    try {
      return await store.getBytes(key);
    } finally {
      running--;
      queue.shift()?.();
    }
  }

  return {
    read(keys) {
      const known = ahead;
      ahead = new Map();
      return Promise.all(keys.map((key) => known.get(key)?.catch(() => get(key)) ?? get(key)));
    },
    readAhead(keys) {
      ahead = new Map(keys.map((key) => [key, get(key)]));
      // A failed read is retried when the object is requested.
      for (const body of ahead.values()) body.catch(() => undefined);
    },
  };
}
