/**
 * Counts the distinct postings of a run exactly: 8-byte hashes of their keys are kept in chunks in the database and
 * cached in memory, and are read again from the chunks after an eviction.
 */
import QuickLRU from "quick-lru";

/** 4096 hashes of 8 bytes: a page of 20 postings rewrites at most 32 KB. */
const CHUNK_HASHES = 4096;
/** The count stops here: 1.5 MB per run, more postings than any search of these sites lists. */
export const MAX_HASHES = 196_608;
/** Runs whose hashes stay in memory; others are read again when they are needed. quick-lru keeps up to twice this. */
const CACHED_RUNS = 16;

/**
 * 64 bits: two multiplicative hashes of the UTF-16 units, mixed as in MurmurHash3's finish. For 196,608 keys the
 * chance of a collision is one in a billion. MD5 by node:crypto took a third of a page's saving.
 */
export function hashOf(key: string): bigint {
  let low = 0xdeadbeef;
  let high = 0x41c6ce57;
  for (let index = 0; index < key.length; index++) {
    const unit = key.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x9e3779b1);
    high = Math.imul(high ^ unit, 0x5f356495);
  }
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

interface KeySet {
  seen: Set<bigint>;
  /** Hashes of the last chunk, the only one that still changes. */
  tail: bigint[];
}

export class KeySets {
  readonly #sql: SqlStorage;
  readonly #cache = new QuickLRU<string, KeySet>({ maxSize: CACHED_RUNS });

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** @returns the number of distinct keys of the run */
  add(keywordId: string, keys: readonly string[]): number {
    const { seen, tail } = this.#load(keywordId);
    let unsaved = false;
    for (const key of keys) {
      const hash = hashOf(key);
      if (seen.has(hash) || seen.size >= MAX_HASHES) continue;
      seen.add(hash);
      tail.push(hash);
      unsaved = true;
      if (seen.size % CHUNK_HASHES > 0) continue;
      this.#save(keywordId, seen.size / CHUNK_HASHES - 1, tail.splice(0));
      unsaved = false;
    }
    if (unsaved) this.#save(keywordId, Math.floor(seen.size / CHUNK_HASHES), tail);
    return seen.size;
  }

  /** Deletes the keys of a run that ended or is replaced. */
  drop(keywordId: string): void {
    this.#cache.delete(keywordId);
    this.#sql.exec("DELETE FROM run_keys WHERE keyword_id = ?", keywordId);
  }

  /** Drops the cached keys after a rollback: memory may be ahead of the database. */
  forget(keywordId: string): void {
    this.#cache.delete(keywordId);
  }

  #load(keywordId: string): KeySet {
    const cached = this.#cache.get(keywordId);
    if (cached) return cached;
    const read = this.#read(keywordId);
    this.#cache.set(keywordId, read);
    return read;
  }

  #read(keywordId: string): KeySet {
    const hashes = this.#sql
      .exec<{ hashes: ArrayBuffer }>(
        "SELECT hashes FROM run_keys WHERE keyword_id = ? ORDER BY chunk",
        keywordId,
      )
      .toArray()
      .flatMap((row) => [...new BigUint64Array(row.hashes)]);
    return { seen: new Set(hashes), tail: hashes.slice(hashes.length - (hashes.length % CHUNK_HASHES)) };
  }

  #save(keywordId: string, chunk: number, hashes: readonly bigint[]): void {
    this.#sql.exec(
      `INSERT INTO run_keys (keyword_id, chunk, hashes) VALUES (?, ?, ?)
       ON CONFLICT (keyword_id, chunk) DO UPDATE SET hashes = excluded.hashes`,
      keywordId,
      chunk,
      BigUint64Array.from(hashes).buffer,
    );
  }
}
