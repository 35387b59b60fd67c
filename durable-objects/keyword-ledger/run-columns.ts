/** The columns that the tables of runs share: the latest run of each keyword, and the history. */
import type { KeywordRun, RunLimit } from "../../shared/contracts/keyword.ts";

export type RunColumns = {
  run_id: string;
  started_at: number;
  finished_at: number | null;
  pages: number;
  rows: number;
  distinct_keys: number;
  invalid: number;
  reported: number | null;
  early_stopped: number;
  limited_by: string | null;
};

/** A run's columns with those that only the ledger counts by. */
export type CountedRunColumns = RunColumns & {
  /** Postings never stored before, and stored ones that changed; null while no page counted them. */
  fresh: number | null;
  changed: number | null;
};

export const newRun = (runId: string, now: number): KeywordRun => ({
  run_id: runId,
  started_at: now,
  finished_at: null,
  pages: 0,
  rows: 0,
  distinct: 0,
  invalid: 0,
  reported: null,
  early_stopped: false,
  limited_by: null,
});

export const toRun = (row: RunColumns): KeywordRun => ({
  run_id: row.run_id,
  started_at: row.started_at,
  finished_at: row.finished_at,
  pages: row.pages,
  rows: row.rows,
  distinct: row.distinct_keys,
  invalid: row.invalid,
  reported: row.reported,
  early_stopped: row.early_stopped === 1,
  limited_by: row.limited_by as RunLimit | null,
});
