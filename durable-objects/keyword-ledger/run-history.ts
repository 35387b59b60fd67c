/** The last runs of each keyword, in a ring: a run is one row written, and nothing has to be deleted. */
import type { EndedRun, RunLimit } from "../../shared/contracts/keyword.ts";
import type { CurrentRun } from "./runs.ts";

/** Runs kept per keyword. */
export const KEPT_RUNS = 50;

type Row = {
  seq: number;
  run_id: string;
  started_at: number;
  finished_at: number;
  pages: number;
  rows: number;
  distinct_keys: number;
  invalid: number;
  fresh: number | null;
  changed: number | null;
  reported: number | null;
  outcome: string;
  early_stopped: number;
  limited_by: string | null;
  covered_distinct: number | null;
  covered_reported: number | null;
};

export interface RunEnd {
  finishedAt: number;
  outcome: EndedRun["outcome"];
  earlyStopped: boolean;
  /** The keyword's coverage after the run. */
  coverage: EndedRun["coverage"];
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
         covered_reported) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
    );
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
      .map((row) => ({ seq: row.seq, run: toRun(row) }));
  }
}

const toRun = (row: Row): EndedRun => ({
  run_id: row.run_id,
  started_at: row.started_at,
  finished_at: row.finished_at,
  duration_ms: row.finished_at - row.started_at,
  pages: row.pages,
  rows: row.rows,
  distinct: row.distinct_keys,
  invalid: row.invalid,
  new: row.fresh,
  changed: row.changed,
  reported: row.reported,
  outcome: row.outcome as EndedRun["outcome"],
  early_stopped: row.early_stopped === 1,
  limited_by: row.limited_by as RunLimit | null,
  coverage:
    row.covered_distinct === null || row.covered_reported === null
      ? null
      : { distinct: row.covered_distinct, reported: row.covered_reported },
});
