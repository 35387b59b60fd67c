/**
 * Counts the distinct postings of a run exactly: 8-byte hashes of their keys are kept in chunks in the database and
 * cached in memory, and are read again from the chunks after an eviction. The set of the last complete run stays, so
 * that the coverage of a keyword is a count too.
 */
import QuickLRU from "quick-lru";

/** 4096 hashes of 8 bytes: a page of 20 postings rewrites at most 32 KB. */
const CHUNK_HASHES = 4096;
/** The count stops here: 1.5 MB per run, more postings than any search of these sites lists. */
const MAX_HASHES = 196_608;
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

/** A set knows this many postings, and met this many of each page for the first time. */
export interface AddedKeys {
  distinct: number;
  /** Stands in the order of the pages. A full set can't tell: it counts every key that it does not hold as new. */
  added: number[];
}

export class KeySets {
  readonly #sql: SqlStorage;
  readonly #cache = new QuickLRU<string, KeySet>({ maxSize: CACHED_RUNS });

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** @param pages the keys of each page */
  add(keywordId: string, runId: string, pages: readonly (readonly string[])[]): AddedKeys {
    const set = this.#load(keywordId, runId);
    return this.#append(
      keywordId,
      runId,
      set,
      pages.map((keys) => keys.map(hashOf)),
    );
  }

  /** Adds the keys of one run to those of another. @returns the size of the union; null when `intoRunId` has no keys */
  union(keywordId: string, intoRunId: string, fromRunId: string): number | null {
    const into = this.#load(keywordId, intoRunId);
    if (into.seen.size === 0) return null;
    const { seen } = this.#load(keywordId, fromRunId);
    return this.#append(keywordId, intoRunId, into, [[...seen]]).distinct;
  }

  /** Deletes the keys of every run but this one. @param runId null: of every run */
  keepOnly(keywordId: string, runId: string | null): void {
    const { rowsWritten } = this.#sql.exec(
      "DELETE FROM key_sets WHERE keyword_id = ?1 AND run_id IS NOT ?2",
      keywordId,
      runId,
    );
    if (rowsWritten > 0) this.forget(keywordId);
  }

  /** Drops the cached keys after a rollback: memory may be ahead of the database. */
  forget(keywordId: string): void {
    for (const key of [...this.#cache.keys()]) if (key.startsWith(`${keywordId}/`)) this.#cache.delete(key);
  }

  #append(
    keywordId: string,
    runId: string,
    { seen, tail }: KeySet,
    pages: readonly (readonly bigint[])[],
  ): AddedKeys {
    let unsaved = false;
    const added = pages.map((hashes) => {
      let count = 0;
      for (const hash of hashes) {
        if (seen.has(hash)) continue;
        count++;
        if (seen.size >= MAX_HASHES) continue;
        seen.add(hash);
        tail.push(hash);
        unsaved = true;
        if (seen.size % CHUNK_HASHES > 0) continue;
        this.#save(keywordId, runId, seen.size / CHUNK_HASHES - 1, tail.splice(0));
        unsaved = false;
      }
      return count;
    });
    if (unsaved) this.#save(keywordId, runId, Math.floor(seen.size / CHUNK_HASHES), tail);
    return { distinct: seen.size, added };
  }

  #load(keywordId: string, runId: string): KeySet {
    const key = `${keywordId}/${runId}`;
    const cached = this.#cache.get(key);
    if (cached) return cached;
    const read = this.#read(keywordId, runId);
    this.#cache.set(key, read);
    return read;
  }

  #read(keywordId: string, runId: string): KeySet {
    const hashes = this.#sql
      .exec<{ hashes: ArrayBuffer }>(
        "SELECT hashes FROM key_sets WHERE keyword_id = ? AND run_id = ? ORDER BY chunk",
        keywordId,
        runId,
      )
      .toArray()
      .flatMap((row) => [...new BigUint64Array(row.hashes)]);
    return { seen: new Set(hashes), tail: hashes.slice(hashes.length - (hashes.length % CHUNK_HASHES)) };
  }

  #save(keywordId: string, runId: string, chunk: number, hashes: readonly bigint[]): void {
    this.#sql.exec(
      `INSERT INTO key_sets (keyword_id, run_id, chunk, hashes) VALUES (?, ?, ?, ?)
       ON CONFLICT (keyword_id, run_id, chunk) DO UPDATE SET hashes = excluded.hashes`,
      keywordId,
      runId,
      chunk,
      BigUint64Array.from(hashes).buffer,
    );
  }
}
