/** Claims and their ends: a holder settles its claim, or its lease expires. */
import {
  type Claim,
  type ClaimCaps,
  type LedgerResult,
  NODE_HOLDER,
  type Settlement,
} from "../../shared/contracts/keyword-ledger.ts";
import type { KeywordState, Platform } from "../../shared/contracts/platform.ts";
import { resumable } from "../../shared/domain/keyword-state.ts";
import type { Placement, WorkItem } from "../lease-engine/types.ts";
import type { WorkTable } from "../lease-engine/work-table.ts";
import { endRun } from "./end-run.ts";
import { hasSavedPages } from "./runs.ts";
import type { LedgerSettings } from "./settings.ts";
import { decideSettlement, errorOf, expiredAttempt } from "./settlement.ts";
import type { Tables } from "./tables.ts";

/** Number of items that may be claimed within the caps; negative when more are running. */
export function roomWithin(work: WorkTable, { all, edge }: ClaimCaps): number {
  const running = all === undefined && edge === undefined ? 0 : work.inPhase("running");
  return Math.min(
    all === undefined ? Number.POSITIVE_INFINITY : all - running,
    edge === undefined ? Number.POSITIVE_INFINITY : edge - (running - work.runningBy(NODE_HOLDER)),
  );
}

export function claim(
  tables: Tables,
  item: WorkItem,
  platform: Platform,
  { fullCrawlMs }: Pick<LedgerSettings, "fullCrawlMs">,
  now: number,
): Claim {
  const { keywords, runs, history, timeline } = tables;
  const { id, fence, holder } = item;
  const { finishedRuns, ...search } = keywords.search(id);
  const { run, stalePages, parts } = runs.resumeOrBegin(id, now);
  const attempt = item.attempts + 1;
  timeline.add(id, now, "claimed", run.run_id, { holder, fence, attempt });
  return {
    keyword_id: id,
    platform,
    ...search,
    run_id: run.run_id,
    fence,
    lease_until: item.timerAt ?? now,
    attempt,
    parts,
    run,
    recrawl: finishedRuns > 0 && !isWholeDue(fullCrawlMs, history.lastWholeAt(id), run.started_at),
    stale_pages: stalePages,
  };
}

/**
 * Only a whole crawl tells which postings are gone, so a re-crawl may not end early when the last one is long ago. It is
 * asked of the run's beginning: a run that is resumed goes on as it began.
 */
const isWholeDue = (fullCrawlMs: number | null, lastWholeAt: number | null, startedAt: number): boolean =>
  fullCrawlMs !== null && (lastWholeAt === null || startedAt - lastWholeAt >= fullCrawlMs);

export function settle(
  tables: Tables,
  item: WorkItem,
  settlement: Settlement,
  settings: LedgerSettings,
  now: number,
  random: number,
): LedgerResult<{ state: KeywordState }> {
  const { work, keywords, runs, timeline, recrawl } = tables;
  const { id } = item;
  const current = runs.current(id);
  const parts = runs.parts(id);
  const whole = parts[0];
  const facts = {
    attempts: item.attempts,
    hasSavedPages: hasSavedPages(current),
    openParts: parts.filter((part) => part.state === "open").length,
    rows: current?.run.rows ?? 0,
    isEmpty: whole !== undefined && whole.page > 0 && whole.reported === 0,
    isRecrawl: keywords.search(id).finishedRuns > 0,
    limitedBy: current?.run.limited_by ?? null,
  };
  const habit = settlement.kind === "done" && current ? recrawl.habit(id, current, now) : null;
  const recrawlMs = recrawl.intervalMs(habit, settings, now);
  const decision = decideSettlement(settlement, facts, { ...settings, recrawlMs }, now, random);
  if (decision.kind === "refuse") return { ok: false, code: "invalid_state", message: decision.message };
  const runId = current?.run.run_id ?? null;
  const { kind, ...detail } = settlement;
  if (decision.kind === "hold") {
    work.hold(item, decision.state, decision.until, now);
    timeline.addYield(id, now, runId, detail);
    return { ok: true, value: { state: "queued" } };
  }
  const error = errorOf(settlement);
  const earlyStopped = kind === "done" && (settlement.early_stopped ?? false);
  // A soft block ends the run: its next page would be the same again.
  if (kind === "done" || (kind === "park" && facts.limitedBy === "repeated-pages")) {
    endRun(
      tables,
      id,
      { outcome: settlement.outcome, error, earlyStopped, isGood: kind === "done", habit },
      now,
    );
  } else if (kind !== "yield") keywords.setOutcome(id, settlement.outcome, error);
  const { state, dueAt, attempts, event } = decision;
  work.place(item, { state, dueAt, attempts }, now);
  timeline.add(id, now, event, runId, { ...detail, error, attempt: item.attempts + 1, due_at: dueAt });
  return { ok: true, value: { state } };
}

/** Work whose lease expired resumes at its checkpoint, unless its tries are used up. */
export function expire(tables: Tables, item: WorkItem, settings: LedgerSettings, now: number): Placement {
  const { keywords, runs, timeline } = tables;
  const { id, holder, fence } = item;
  const { attempts, error } = expiredAttempt(item, settings);
  keywords.setOutcome(id, "lease-expired", error);
  timeline.add(id, now, "lease-expired", runs.runId(id), { holder, fence, attempt: attempts });
  if (error !== null) return { state: "failed", dueAt: null, attempts };
  return { state: resumable(runs.hasSavedPages(id)), dueAt: now, attempts };
}
