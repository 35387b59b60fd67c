/**
 * Tells ClickHouse how completely each search was read, and which runs may close postings (X11). It is read by the hour
 * from the history of runs, so that no run writes a row more.
 */
import type { CoveredSearch } from "../../shared/contracts/keyword-ledger.ts";
import type { Marks } from "./marks.ts";

const THROUGH = "coverage-exported-through";
/** An export was told of runs up to this moment, confirmed or not. */
const OFFERED = "coverage-offered-through";
/** SQLite reads every row. */
const NO_LIMIT = -1;

export class CoverageExports {
  readonly #sql: SqlStorage;
  readonly #marks: Marks;
  /** What both marks reach; null until it was read. */
  #reached: number | null = null;

  constructor(sql: SqlStorage, marks: Marks) {
    this.#sql = sql;
    this.#marks = marks;
  }

  /**
   * Gives a run that ends now its time, which is later than that of every run that an export was told of: the export goes
   * on after a time, and the clock of the machine that the object moved to may be behind.
   */
  endOfRun(now: number): number {
    this.#reached ??= Math.max(this.#marks.reached(THROUGH), this.#marks.reached(OFFERED));
    return Math.max(now, this.#reached + 1);
  }

  /**
   * Reads every keyword once: no index, because each run would write its entry. It reads the history of those
   * that were read since the last export; the history keeps more runs than a keyword can make in an hour.
   * @returns runs that ended after the last confirmed one, oldest first; `through` is what to confirm
   */
  next(limit: number): { searches: CoveredSearch[]; through: number } {
    const since = this.#marks.reached(THROUGH);
    const searches = this.#ended(since, Number.MAX_SAFE_INTEGER, limit);
    const last = searches.at(-1);
    if (!last) return { searches, through: since };
    if (searches.length < limit) return this.#offered(searches, last.at);
    // A full page may have cut readings of one moment apart: that moment comes whole, with the next page or alone.
    const whole = searches.filter(({ at }) => at < last.at);
    if (whole.length > 0) return this.#offered(whole, last.at - 1);
    return this.#offered(this.#ended(since, last.at, NO_LIMIT), last.at);
  }

  confirm(through: number): void {
    this.#marks.reach(THROUGH, through);
    this.#reached = null;
  }

  #offered(searches: CoveredSearch[], through: number): { searches: CoveredSearch[]; through: number } {
    this.#marks.reach(OFFERED, through);
    this.#reached = null;
    return { searches, through };
  }

  /** A keyword that was given another search has no coverage, but had one of the search before. */
  #ended(since: number, until: number, limit: number): CoveredSearch[] {
    return this.#sql
      .exec<Omit<CoveredSearch, "complete"> & { complete: number | null }>(
        `SELECT k.keyword, ifnull(h.city, k.city) AS city, ifnull(h.channel, k.channel) AS channel,
             h.covered_distinct AS "distinct", h.covered_reported AS reported, h.run_id, h.started_at,
             h.finished_at AS at, h.complete
           FROM keywords k CROSS JOIN run_history h ON h.keyword_id = k.id
           WHERE (k.covered_at > ?1 OR k.covered_at IS NULL) AND h.finished_at > ?1 AND h.finished_at <= ?2
             AND h.reported IS NOT NULL AND h.covered_reported IS NOT NULL
             AND h.outcome NOT IN ('abandoned', 'skipped')
           ORDER BY h.finished_at LIMIT ?3`,
        since,
        until,
        limit,
      )
      .toArray()
      .map(({ complete, ...run }) => ({ ...run, complete: complete === null ? null : complete === 1 }));
  }
}
