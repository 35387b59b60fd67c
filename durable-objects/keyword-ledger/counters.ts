/** Counters for the dashboard: statistics are read from them, never by a scan over the keywords. */
import { type LedgerStats, NODE_HOLDER } from "../../shared/contracts/keyword-ledger.ts";
import type { KeywordState, Platform } from "../../shared/contracts/platform.ts";
import { KEYWORD_STATES } from "../../shared/contracts/vocabulary.ts";
import { stateAfter } from "../../shared/domain/keyword-state.ts";
import { MINUTE_MS } from "../../shared/time.ts";
import type { Phase } from "../lease-engine/types.ts";
import { RUNNING } from "../lease-engine/work-indexes.ts";
import type { WorkTable } from "../lease-engine/work-table.ts";

const BUCKET_MS = 5000;
/** One bucket more than a minute has, because the oldest and the newest are both partly in the minute. */
const SLOTS = MINUTE_MS / BUCKET_MS + 1;

/** Whether "run all" makes such a keyword due: it rests or waits, and no person has to look at it first. */
export const isRunnable = (state: KeywordState, phase: Phase): boolean =>
  (phase === "waiting" || phase === "resting") &&
  stateAfter("run", { state, deleted: false, hasSavedPages: false }) !== null;

export class Counters {
  readonly #sql: SqlStorage;
  /**
   * Pages saved, by bucket of time. In memory, because a row written with every page is billed: the object stays loaded
   * while pages come, and after a restart the rate is whole again within a minute.
   */
  readonly #rate = new Map<number, number>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  countPages(pages: number, now: number): void {
    const bucket = Math.floor(now / BUCKET_MS);
    this.#rate.set(bucket, (this.#rate.get(bucket) ?? 0) + pages);
    for (const old of this.#rate.keys()) if (old <= bucket - SLOTS) this.#rate.delete(old);
  }

  /** What the ledger counted, with the pages that running leases have saved. */
  #totals() {
    return this.#sql
      .exec<{
        pages: number;
        rows: number;
        invalid: number;
        reported: number;
        distinct_keys: number;
        known: number;
      }>(
        `SELECT t.pages + live.pages AS pages, t.rows + live.rows AS rows, t.invalid + live.invalid AS invalid,
           reported, distinct_keys, known
         FROM totals AS t, (
           SELECT ifnull(sum(r.pages - counted_pages), 0) AS pages, ifnull(sum(r.rows - counted_rows), 0) AS rows,
             ifnull(sum(r.invalid - counted_invalid), 0) AS invalid
           FROM work JOIN runs AS r ON r.keyword_id = work.id WHERE ${RUNNING}) AS live`,
      )
      .one();
  }

  read(platform: Platform, work: WorkTable, now: number): LedgerStats {
    const states = Object.fromEntries(KEYWORD_STATES.map((state) => [state, 0])) as Record<
      KeywordState,
      number
    >;
    let ready = 0;
    let runnable = 0;
    let live = 0;
    for (const { state, phase, n } of work.counts()) {
      if (phase === "gone") continue;
      states[state as KeywordState] += n;
      live += n;
      if (phase === "ready") ready += n;
      if (isRunnable(state as KeywordState, phase)) runnable += n;
    }
    const since = Math.floor((now - MINUTE_MS) / BUCKET_MS);
    const rate = [...this.#rate].reduce((sum, [bucket, pages]) => sum + (bucket > since ? pages : 0), 0);
    const { distinct_keys, known, ...rest } = this.#totals();
    return {
      platform,
      states,
      running_on_nodes: work.runningBy(NODE_HOLDER),
      ready,
      next_due_at: work.nextDue(),
      ...rest,
      distinct: distinct_keys,
      unknown: live - known,
      runnable,
      pages_last_minute: rate,
    };
  }
}
