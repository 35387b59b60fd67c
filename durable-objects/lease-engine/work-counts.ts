/**
 * Counts how many items are where, so that nobody scans a million rows. The counts are in memory, and each transaction
 * that changed them writes them in one row, without those of the window: these are few, and counted when they are loaded.
 */
import { IN_WINDOW, type Phase } from "./types.ts";

export interface PhaseCount {
  state: string;
  phase: Phase;
  n: number;
}
type Place = Pick<PhaseCount, "state" | "phase">;

/** Reads the counts as rows (state, phase, n). */
export const WORK_COUNTS_SQL = `SELECT value ->> 0 AS state, value ->> 1 AS phase, value ->> 2 AS n
  FROM work_totals, json_each(counts)
  UNION ALL SELECT state, phase, count(*) AS n FROM work
  WHERE phase IN (${IN_WINDOW.map((phase) => `'${phase}'`).join(", ")}) AND timer_at IS NOT NULL GROUP BY state, phase`;

const isStored = ({ phase }: Place): boolean => !IN_WINDOW.includes(phase);

export class WorkCounts {
  readonly #sql: SqlStorage;
  #counts: PhaseCount[] | null = null;
  #isChanged = false;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  list(): PhaseCount[] {
    return this.#load().filter(({ n }) => n !== 0);
  }

  inPhase(...phases: Phase[]): number {
    let sum = 0;
    for (const { phase, n } of this.#load()) if (phases.includes(phase)) sum += n;
    return sum;
  }

  /** @param from null for a new item @param to null for a deleted one */
  move(from: Place | null, to: Place | null): void {
    if (from && to && from.state === to.state && from.phase === to.phase) return;
    if (from) this.#of(from).n--;
    if (to) this.#of(to).n++;
    if ((from && isStored(from)) || (to && isStored(to))) this.#isChanged = true;
  }

  /** Writes what changed; call it at the end of each transaction. */
  store(): void {
    if (!this.#isChanged) return;
    const counts = JSON.stringify(
      this.list()
        .filter(isStored)
        .map(({ state, phase, n }) => [state, phase, n]),
    );
    this.#sql.exec("INSERT OR REPLACE INTO work_totals (one, counts) VALUES (1, ?)", counts);
    this.#isChanged = false;
  }

  /** Forgets what a transaction changed that was rolled back. */
  forget(): void {
    this.#counts = null;
    this.#isChanged = false;
  }

  #of({ state, phase }: Place): PhaseCount {
    const counts = this.#load();
    let count = counts.find((one) => one.phase === phase && one.state === state);
    if (!count) {
      count = { state, phase, n: 0 };
      counts.push(count);
    }
    return count;
  }

  #load(): PhaseCount[] {
    this.#counts ??= this.#sql
      .exec<{ state: string; phase: string; n: number }>(WORK_COUNTS_SQL)
      .toArray()
      .map((row) => ({ ...row, phase: row.phase as Phase }));
    return this.#counts;
  }
}
