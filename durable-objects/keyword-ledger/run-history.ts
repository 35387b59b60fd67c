/** The last runs of each keyword, in a ring: a run is one row written, and nothing has to be deleted. */
import type { EndedRun } from "../../shared/contracts/keyword.ts";
import { type CountedRunColumns, toRun } from "./run-columns.ts";
import type { CurrentRun } from "./runs.ts";

/** Runs kept per keyword. */
export const KEPT_RUNS = 50;

type Row = CountedRunColumns & {
  seq: number;
  finished_at: number;
  outcome: string;
  covered_distinct: number | null;
  covered_reported: number | null;
};

export interface RunEnd {
  finishedAt: number;
  outcome: EndedRun["outcome"];
  earlyStopped: boolean;
  /** The keyword's coverage after the run. */
  coverage: EndedRun["coverage"];
  /** It read the whole list, so that what it did not show is gone from the search. */
  complete: boolean;
  /** The search that was read. */
  search: { city: string; channel: string };
}

export class RunHistory {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  add(id: string, { run, fresh, changed }: CurrentRun, end: RunEnd): void {
    const { seq } = this.#sql
      .exec<{ seq: number }>(
        "SELECT coalesce(max(seq), 0) + 1 AS seq FROM run_history WHERE keyword_id = ?",
        id,
      )
      .one();
    this.#sql.exec(
      `INSERT OR REPLACE INTO run_history (keyword_id, slot, seq, run_id, started_at, finished_at, pages, rows,
         distinct_keys, invalid, fresh, changed, reported, outcome, early_stopped, limited_by, covered_distinct,
         covered_reported, complete, city, channel)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      id,
      seq % KEPT_RUNS,
      seq,
      run.run_id,
      run.started_at,
      end.finishedAt,
      run.pages,
      run.rows,
      run.distinct,
      run.invalid,
      fresh,
      changed,
      run.reported,
      end.outcome,
      end.earlyStopped ? 1 : 0,
      run.limited_by ?? null,
      end.coverage?.distinct ?? null,
      end.coverage?.reported ?? null,
      end.complete ? 1 : 0,
      end.search.city,
      end.search.channel,
    );
  }

  /** When the last kept run ended that did not end early; null where there is none. */
  lastWholeAt(id: string): number | null {
    return this.#sql
      .exec<{ at: number | null }>(
        `SELECT max(finished_at) AS at FROM run_history
           WHERE keyword_id = ? AND early_stopped = 0 AND outcome NOT IN ('abandoned', 'skipped', 'blocked')`,
        id,
      )
      .one().at;
  }

  /** Newest first. */
  list(id: string, limit: number, beforeSeq = Number.MAX_SAFE_INTEGER): { seq: number; run: EndedRun }[] {
    return this.#sql
      .exec<Row>(
        "SELECT * FROM run_history WHERE keyword_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?",
        id,
        beforeSeq,
        limit,
      )
      .toArray()
      .map((row) => ({ seq: row.seq, run: toEndedRun(row) }));
  }
}

const toEndedRun = (row: Row): EndedRun => ({
  ...toRun(row),
  finished_at: row.finished_at,
  duration_ms: row.finished_at - row.started_at,
  new: row.fresh,
  changed: row.changed,
  outcome: row.outcome as EndedRun["outcome"],
  coverage:
    row.covered_distinct === null || row.covered_reported === null
      ? null
      : { distinct: row.covered_distinct, reported: row.covered_reported },
});
