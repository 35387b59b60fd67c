/** Detail and company pages that a run still has to fetch; they are part of its checkpoint. */
import type { PageEnd, PendingPage, PendingPageType } from "../../shared/contracts/pending-page.ts";

type Row = Omit<PendingPage, "foundAt" | "request"> & { found_at: number; request: string };

/** Number of pages per kind and end, for one line of the timeline. */
export type PageCounts = Partial<Record<PendingPageType, Partial<Record<PageEnd, number>>>>;

export class PendingPages {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Appends pages; one that is pending already moves to the end with its newer request. */
  add(id: string, pages: readonly PendingPage[]): void {
    for (const { type, key, hash, page, found_at: foundAt, request } of pages) {
      this.#sql.exec(
        `INSERT OR REPLACE INTO pending_pages (keyword_id, seq, type, key, hash, page, found_at, request)
         VALUES (?1, coalesce((SELECT max(seq) FROM pending_pages WHERE keyword_id = ?1), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7)`,
        id,
        type,
        key,
        hash,
        page,
        foundAt,
        JSON.stringify(request),
      );
    }
  }

  list(id: string): PendingPage[] {
    return this.#sql
      .exec<Row>(
        `SELECT type, key, hash, page, found_at, request FROM pending_pages
         WHERE keyword_id = ? AND end IS NULL ORDER BY seq`,
        id,
      )
      .toArray()
      .map(({ request, ...page }) => ({ ...page, request: JSON.parse(request) }));
  }

  /** @returns the counts since the last time when this was the last pending page; else null */
  settle(id: string, type: PendingPageType, key: string, end: PageEnd): PageCounts | null {
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
    if (rows.some((row) => row.end === null)) return null;
    this.drop(id);
    const counts: PageCounts = {};
    for (const row of rows) {
      if (row.end !== null) counts[row.type] = { ...counts[row.type], [row.end]: row.n };
    }
    return counts;
  }

  drop(id: string): void {
    this.#sql.exec("DELETE FROM pending_pages WHERE keyword_id = ?", id);
  }
}
