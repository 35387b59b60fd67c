/**
 * Tells ClickHouse how completely each search was read. It is read by the hour from the keywords, so that no run writes a
 * row more.
 */
import type { CoveredSearch } from "../../shared/contracts/keyword-ledger.ts";
import type { Marks } from "./marks.ts";

const THROUGH = "coverage-exported-through";

export class CoverageExports {
  readonly #sql: SqlStorage;
  readonly #marks: Marks;

  constructor(sql: SqlStorage, marks: Marks) {
    this.#sql = sql;
    this.#marks = marks;
  }

  /**
   * Reads every keyword once: no index, because each run would write its entry.
   * @returns readings after the last confirmed one, oldest first; `through` is what to confirm
   */
  next(limit: number): { searches: CoveredSearch[]; through: number } {
    const since = Number(this.#marks.get(THROUGH) ?? 0);
    const searches = this.#sql
      .exec<{ keyword: string; city: string; distinct: number; reported: number; at: number }>(
        `SELECT keyword, city, covered_distinct AS "distinct", covered_reported AS reported, covered_at AS at
           FROM keywords WHERE covered_at > ? ORDER BY covered_at LIMIT ?`,
        since,
        limit,
      )
      .toArray();
    const last = searches.at(-1);
    if (!last) return { searches, through: since };
    if (searches.length < limit) return { searches, through: last.at };
    // A full page may have cut readings of one moment apart: that moment comes whole with the next page.
    const whole = searches.filter(({ at }) => at < last.at);
    return whole.length > 0 ? { searches: whole, through: last.at - 1 } : { searches, through: last.at };
  }

  confirm(through: number): void {
    const known = Number(this.#marks.get(THROUGH) ?? 0);
    if (through > known) this.#marks.set(THROUGH, String(through));
  }
}
