/** Adds up the counters of a platform's shards. */
import type { LedgerStats } from "../contracts/keyword-ledger.ts";
import type { KeywordState } from "../contracts/platform.ts";
import { KEYWORD_STATES } from "../contracts/vocabulary.ts";

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

export function mergeStats(shards: readonly LedgerStats[]): Omit<LedgerStats, "platform"> {
  const total = (of: (stats: LedgerStats) => number) => sum(shards.map(of));
  const due = shards.map(({ next_due_at: nextDueAt }) => nextDueAt).filter((at) => at !== null);
  return {
    states: Object.fromEntries(
      KEYWORD_STATES.map((state) => [state, total(({ states }) => states[state] ?? 0)]),
    ) as Record<KeywordState, number>,
    running_on_nodes: total(({ running_on_nodes: runningOnNodes }) => runningOnNodes),
    ready: total(({ ready }) => ready),
    next_due_at: due.length > 0 ? Math.min(...due) : null,
    pages: total(({ pages }) => pages),
    rows: total(({ rows }) => rows),
    invalid: total(({ invalid }) => invalid),
    reported: total(({ reported }) => reported),
    distinct: total(({ distinct }) => distinct),
    unknown: total(({ unknown }) => unknown),
    runnable: total(({ runnable }) => runnable),
    pages_last_minute: total(({ pages_last_minute: pagesLastMinute }) => pagesLastMinute),
  };
}
