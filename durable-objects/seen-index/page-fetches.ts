/** Remembers which pages were fetched or are being fetched, in one small table beside the index. */
import type { PageTurn, SeenEntry } from "../../shared/contracts/seen-index.ts";

type Row = { hash: string; owner: string | null; until: number | null };

export class PageFetches {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  wanted(pages: readonly SeenEntry[], now: number): boolean[] {
    return pages.map((page) => !isKnown(this.#row(page.key), page.hash, now));
  }

  begin(page: SeenEntry, owner: string, now: number, until: number): PageTurn {
    const row = this.#row(page.key);
    if (isKnown(row, page.hash, now)) return { state: "known" };
    if (row?.owner && row.owner !== owner && (row.until ?? 0) > now) {
      return { state: "held", until: row.until ?? now };
    }
    this.#put(page, owner, until);
    return { state: "yours" };
  }

  leave(key: string, owner: string): void {
    this.#sql.exec("DELETE FROM page_fetches WHERE key = ? AND owner = ?", key, owner);
  }

  finish(page: SeenEntry, freshUntil: number | null, owner?: string): void {
    if (owner !== undefined && this.#row(page.key)?.owner !== owner) return;
    this.#put(page, null, freshUntil);
  }

  clear(): void {
    this.#sql.exec("DELETE FROM page_fetches");
  }

  #row(key: string): Row | undefined {
    return this.#sql.exec<Row>("SELECT hash, owner, until FROM page_fetches WHERE key = ?", key).toArray()[0];
  }

  #put({ key, hash }: SeenEntry, owner: string | null, until: number | null): void {
    this.#sql.exec("INSERT OR REPLACE INTO page_fetches VALUES (?, ?, ?, ?)", key, hash, owner, until);
  }
}

const isKnown = (row: Row | undefined, hash: string, now: number): boolean =>
  row !== undefined && row.owner === null && row.hash === hash && (row.until === null || row.until > now);
