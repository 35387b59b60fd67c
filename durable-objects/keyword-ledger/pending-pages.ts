/** Detail and company pages that a run still has to fetch; they are part of its checkpoint. */
import type { PageName } from "../../shared/contracts/keyword-ledger.ts";
import {
  MAX_PENDING_PAGES,
  type PageEnd,
  type PendingPage,
  type PendingPageType,
} from "../../shared/contracts/pending-page.ts";

type Row = Omit<PendingPage, "token"> & { token: string };

/** Number of pages per kind and end, for one line of the timeline. */
export type PageCounts = Partial<Record<PendingPageType, Partial<Record<PageEnd, number>>>>;

export class PendingPages {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /**
   * Appends pages; one that is pending already moves to the end with its newer token.
   * @returns the number of pages that were dropped, because the run has MAX_PENDING_PAGES
   */
  add(id: string, pages: readonly PendingPage[]): number {
    // Read once per call: the table has no index by seq.
    const { n, last } = this.#sql
      .exec<{ n: number; last: number }>(
        "SELECT count(*) AS n, coalesce(max(seq), 0) AS last FROM pending_pages WHERE keyword_id = ?",
        id,
      )
      .one();
    const taken = pages.slice(0, Math.max(0, MAX_PENDING_PAGES - n));
    for (const [index, { type, key, hash, page, found_at: foundAt, token }] of taken.entries()) {
      this.#sql.exec(
        `INSERT OR REPLACE INTO pending_pages (keyword_id, seq, type, key, hash, page, found_at, token)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        id,
        last + index + 1,
        type,
        key,
        hash,
        page,
        foundAt,
        JSON.stringify(token),
      );
    }
    return pages.length - taken.length;
  }

  list(id: string): PendingPage[] {
    return this.#sql
      .exec<Row>(
        `SELECT type, key, hash, page, found_at, token FROM pending_pages
         WHERE keyword_id = ? AND end IS NULL ORDER BY seq`,
        id,
      )
      .toArray()
      .map(({ token, ...page }) => ({ ...page, token: JSON.parse(token) }));
  }

  /**
   * @returns null when the page is not pending; else the counts since the last time when it was the last pending page,
   *   null while others are pending
   */
  settle(id: string, { type, key }: PageName, end: PageEnd): { counts: PageCounts | null } | null {
    const { rowsWritten } = this.#sql.exec(
      "UPDATE pending_pages SET end = ? WHERE keyword_id = ? AND type = ? AND key = ? AND end IS NULL",
      end,
      id,
      type,
      key,
    );
    if (rowsWritten === 0) return null;
    const rows = this.#sql
      .exec<{ type: PendingPageType; end: PageEnd | null; n: number }>(
        "SELECT type, end, count(*) AS n FROM pending_pages WHERE keyword_id = ? GROUP BY type, end",
        id,
      )
      .toArray();
    if (rows.some((row) => row.end === null)) return { counts: null };
    this.drop(id);
    const counts: PageCounts = {};
    for (const row of rows) {
      if (row.end !== null) counts[row.type] = { ...counts[row.type], [row.end]: row.n };
    }
    return { counts };
  }

  /** @returns the content hash of a page that the run still has to fetch; null for any other page */
  hashOf(id: string, { type, key }: PageName): string | null {
    const row = this.#sql
      .exec<{ hash: string }>(
        "SELECT hash FROM pending_pages WHERE keyword_id = ? AND type = ? AND key = ? AND end IS NULL",
        id,
        type,
        key,
      )
      .toArray()[0];
    return row?.hash ?? null;
  }

  drop(id: string): void {
    this.#sql.exec("DELETE FROM pending_pages WHERE keyword_id = ?", id);
  }
}
