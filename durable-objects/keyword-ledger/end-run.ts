/** Ends a run: its keyword's coverage (X6), its line in the history, and the keys that stay. */
import type { Coverage, EndedRun, Keyword } from "../../shared/contracts/keyword.ts";
import { MIN_COMPLETE_SHARE } from "../../shared/domain/complete-run.ts";
import type { CrawlHabit } from "../../shared/domain/recrawl.ts";
import { DAY_MS } from "../../shared/time.ts";
import { type CurrentRun, hasSavedPages } from "./runs.ts";
import type { Tables } from "./tables.ts";

export interface Ending {
  outcome: NonNullable<Keyword["last_outcome"]> & EndedRun["outcome"];
  error: string | null;
  earlyStopped: boolean;
  /** The run came to a good end: a later one is a re-crawl. */
  isGood: boolean;
  /** What the keyword's re-crawls cost and bring; left out or null while it is not known. */
  habit?: CrawlHabit | null;
}

/**
 * A run that read the whole list, as far as the site lets anybody, begins the count of coverage anew. One that stopped
 * early or met a soft block only adds to it.
 */
const isComplete = ({ run }: CurrentRun, { isGood, earlyStopped }: Ending): boolean =>
  isGood && !earlyStopped && run.limited_by !== "repeated-pages" && run.limited_by !== "quarantined";

/** A run that took longer did not see the list as it was at one time: it may have missed what moved up meanwhile. */
const MAX_LOOK_MS = DAY_MS;

/**
 * Whether a run read its list from the first page to the end mark of the last, so that a posting which it did not show is
 * gone from the search (X11). This is stricter than the coverage: nothing limited or ended it, no part is unread, no page
 * came twice, and it met nearly as many postings as the site reported.
 */
function isWhole(
  tables: Tables,
  id: string,
  { run, knownPages }: CurrentRun,
  end: Ending,
  now: number,
): boolean {
  if (!end.isGood || end.earlyStopped || run.limited_by || knownPages > 0 || run.reported === null)
    return false;
  return (
    run.pages > 0 &&
    now - run.started_at <= MAX_LOOK_MS &&
    run.distinct >= MIN_COMPLETE_SHARE * run.reported &&
    tables.runs.openParts(id).length === 0
  );
}

/** Ends the latest run of a keyword when it has not ended yet, and records the outcome in any case. */
export function endRun(tables: Tables, id: string, ending: Ending, now: number): void {
  const { keywords, runs, history, coverageExports } = tables;
  const before = keywords.coverage(id);
  const current = runs.current(id);
  if (!current || current.run.finished_at !== null) {
    keywords.endRun(id, ending, before);
    return;
  }
  const { run } = current;
  const finishedAt = coverageExports.endOfRun(now);
  const complete = isComplete(current, ending);
  const after = { runId: complete ? run.run_id : before.runId, coverage: before.coverage };
  if (ending.outcome !== "skipped") {
    const distinct = complete ? run.distinct : distinctWith(tables, id, current, before);
    if (run.reported !== null) after.coverage = { distinct, reported: run.reported, at: finishedAt };
    // The first run of a keyword may meet a soft block: what it saw is what later ones add to.
    after.runId ??= run.run_id;
  }
  runs.keepKeys(id, after.runId);
  runs.finish(id, finishedAt, ending.earlyStopped);
  keywords.endRun(id, ending, after);
  history.add(id, current, {
    finishedAt,
    outcome: ending.outcome,
    earlyStopped: ending.earlyStopped,
    coverage: withoutTime(after.coverage),
    complete: isWhole(tables, id, current, ending, now),
    search: keywords.search(id),
  });
}

/** Drops the latest run of a keyword that begins anew; what an unfinished one had read stays in the history. */
export function abandonRun({ keywords, runs, history }: Tables, id: string, now: number): void {
  const current = runs.current(id);
  const { runId, coverage } = keywords.coverage(id);
  if (hasSavedPages(current)) {
    history.add(id, current, {
      finishedAt: now,
      outcome: "abandoned",
      earlyStopped: false,
      coverage: withoutTime(coverage),
      complete: false,
      search: keywords.search(id),
    });
  }
  runs.drop(id);
  runs.keepKeys(id, runId);
}

/** Postings seen since the last complete run began, with those of a run that was not complete. */
function distinctWith(
  { runs }: Tables,
  id: string,
  { run, fresh }: CurrentRun,
  { runId, coverage }: { runId: string | null; coverage: Coverage | null },
): number {
  if (runId === null) return run.distinct;
  const union = runs.unionKeys(id, runId, run.run_id);
  // A run older than the kept keys left only its count: what no keyword had stored before is certainly new.
  return union ?? Math.max(run.distinct, (coverage?.distinct ?? 0) + (fresh ?? 0));
}

const withoutTime = (coverage: Coverage | null): EndedRun["coverage"] =>
  coverage && { distinct: coverage.distinct, reported: coverage.reported };
