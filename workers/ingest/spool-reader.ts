/** Reads spool objects several at a time, and ahead of need, into buffers that are used again. */
import type { BlobStore } from "../../shared/storage.ts";
import { spoolBuffers as pool } from "./buffer-pool.ts";

/** Of the 6 connections an invocation may hold, one stays free for the insert. */
const READS_AT_ONCE = 5;

export interface SpoolReader {
  /** Bodies in the order of `keys`; null for an object that is not there. They stand until `release`. */
  read(keys: string[]): Promise<(Uint8Array | null)[]>;
  /** Starts reading what comes next; forgets what was read ahead and not asked for. */
  readAhead(keys: string[]): void;
  /** The bodies of the last `read` are done with: what comes next may be read into their place. */
  release(): void;
}

export function spoolReader(store: BlobStore): SpoolReader {
  let lent: ArrayBuffer[] = [];
  let ahead = new Map<string, Promise<Uint8Array | null>>();
  let running = 0;
  const queue: (() => void)[] = [];

  async function get(key: string): Promise<Uint8Array | null> {
    if (running >= READS_AT_ONCE) await new Promise<void>((resolve) => queue.push(resolve));
    running++;
    try {
      return await store.getBytes(key, pool.take);
    } finally {
      running--;
      queue.shift()?.();
    }
  }

  return {
    async read(keys) {
      const known = ahead;
      ahead = new Map();
      const bodies = await Promise.all(keys.map((key) => known.get(key)?.catch(() => get(key)) ?? get(key)));
      // Never shared memory; the types want to be told.
      lent = bodies.flatMap((body) => (body ? [body.buffer as ArrayBuffer] : []));
      return bodies;
    },
    readAhead(keys) {
      ahead = new Map(keys.map((key) => [key, get(key)]));
      // A failed read is made again when it is asked for.
      for (const body of ahead.values()) body.catch(() => undefined);
    },
    release() {
      for (const buffer of lent) pool.giveBack(buffer);
      lent = [];
    },
  };
}
