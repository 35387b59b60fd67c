/** What a holder does: claim, settle; and what happens when it falls silent. */
import type { Claim, LedgerResult, Settlement } from "../../shared/contracts/keyword-ledger.ts";
import type { KeywordState, Platform } from "../../shared/contracts/platform.ts";
import { resumable } from "../../shared/domain/keyword-state.ts";
import type { Placement, WorkItem } from "../lease-engine/types.ts";
import type { LedgerSettings } from "./settings.ts";
import { judge } from "./settlement.ts";
import type { Tables } from "./tables.ts";

/** The longest error text kept. */
const ERROR_LENGTH = 500;

export function claim(tables: Tables, item: WorkItem, platform: Platform, now: number): Claim {
  const { keywords, runs, timeline } = tables;
  const { id, fence, holder } = item;
  const { finishedRuns, ...search } = keywords.search(id);
  const { run, stalePages, parts } = runs.resumeOrBegin(id, now);
  const attempt = item.attempts + 1;
  timeline.add(id, now, "claimed", run.run_id, { holder, fence, attempt });
  return {
    keywordId: id,
    platform,
    ...search,
    runId: run.run_id,
    fence,
    leaseUntil: item.timerAt ?? now,
    attempt,
    parts,
    run,
    recrawl: finishedRuns > 0,
    stalePages,
  };
}

export function settle(
  tables: Tables,
  item: WorkItem,
  settlement: Settlement,
  settings: LedgerSettings,
  now: number,
  random: number,
): LedgerResult<{ state: KeywordState }> {
  const { work, keywords, runs, timeline } = tables;
  const { id } = item;
  const facts = {
    attempts: item.attempts,
    hasSavedPages: runs.hasSavedPages(id),
    openParts: runs.openParts(id).length,
  };
  const verdict = judge(settlement, facts, settings, now, random);
  if (verdict.kind === "refuse") return { ok: false, code: "invalid_state", message: verdict.message };
  const runId = runs.runId(id);
  const { kind, ...detail } = settlement;
  if (verdict.kind === "hold") {
    work.hold(item, verdict.state, verdict.until, now);
    timeline.addYield(id, now, runId, detail);
    return { ok: true, value: { state: "queued" } };
  }
  if (kind === "done") {
    runs.finish(id, now, settlement.earlyStopped ?? false);
    keywords.countFinishedRun(id);
  }
  const error = "error" in settlement ? settlement.error.slice(0, ERROR_LENGTH) : null;
  if (kind !== "yield") keywords.setOutcome(id, settlement.outcome, error);
  const { state, dueAt, attempts, event } = verdict;
  work.place(item, { state, dueAt, attempts }, now);
  timeline.add(id, now, event, runId, { ...detail, error, attempt: item.attempts + 1, due_at: dueAt });
  return { ok: true, value: { state } };
}

/** The work goes on at its checkpoint, unless its holders fell silent too often. */
export function expire(tables: Tables, item: WorkItem, settings: LedgerSettings, now: number): Placement {
  const { keywords, runs, timeline } = tables;
  const { id, holder, fence } = item;
  const attempts = item.attempts + 1;
  const forGood = attempts >= settings.retry.attempts;
  keywords.setOutcome(id, "lease-expired", forGood ? `lease expired, ${attempts} tries used up` : null);
  timeline.add(id, now, "lease-expired", runs.runId(id), { holder, fence, attempt: attempts });
  if (forGood) return { state: "failed", dueAt: null, attempts };
  return { state: resumable(runs.hasSavedPages(id)), dueAt: now, attempts };
}
