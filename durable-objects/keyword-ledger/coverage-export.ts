/**
 * Tells ClickHouse how completely each search was read, and which runs may close postings (X11). It is read by the hour
 * from the history of runs, so that no run writes a row more.
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
   * Reads every keyword once: no index, because each run would write its entry. Of those that were read since the last
   * export it reads the history, which keeps more runs than one can make in an hour.
   * @returns runs that ended after the last confirmed one, oldest first; `through` is what to confirm
   */
  next(limit: number): { searches: CoveredSearch[]; through: number } {
    const since = Number(this.#marks.get(THROUGH) ?? 0);
    const searches = this.#sql
      .exec<Omit<CoveredSearch, "complete"> & { complete: number | null }>(
        `SELECT k.keyword, ifnull(h.city, k.city) AS city, ifnull(h.channel, k.channel) AS channel,
             h.covered_distinct AS "distinct", h.covered_reported AS reported, h.run_id, h.started_at,
             h.finished_at AS at, h.complete
           FROM keywords k CROSS JOIN run_history h ON h.keyword_id = k.id
           WHERE k.covered_at > ?1 AND h.finished_at > ?1 AND h.reported IS NOT NULL
             AND h.covered_reported IS NOT NULL AND h.outcome NOT IN ('abandoned', 'skipped')
           ORDER BY h.finished_at LIMIT ?2`,
        since,
        limit,
      )
      .toArray()
      .map(({ complete, ...run }) => ({ ...run, complete: complete === null ? null : complete === 1 }));
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
