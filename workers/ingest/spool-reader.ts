/** Reads spool objects several at a time, and ahead of need. */
import type { BlobStore } from "../../shared/storage.ts";

/** Of the 6 connections an invocation may hold, two stay free for the inserts. */
const READS_AT_ONCE = 4;

export interface SpoolReader {
  /** Packed objects in the order of `keys`; null for one that is not there. */
  read(keys: string[]): Promise<(Uint8Array | null)[]>;
  /** Starts reading what comes next; forgets what was read ahead and not asked for. */
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
      // A failed read is made again when it is asked for.
      for (const body of ahead.values()) body.catch(() => undefined);
    },
  };
}
