/** Rules for how a settlement changes a keyword. Pure: the ledger writes what they decide. */
import type { RunLimit } from "../../shared/contracts/keyword.ts";
import type { Settlement } from "../../shared/contracts/keyword-ledger.ts";
import type { KeywordState, Outcome } from "../../shared/contracts/platform.ts";
import { resumable } from "../../shared/domain/keyword-state.ts";
import { classOf, nextRetry } from "../../shared/domain/retry-policy.ts";
import { MINUTE_MS } from "../../shared/time.ts";
import type { LedgerSettings } from "./settings.ts";

/**
 * Work given back until later keeps its place in the window: what makes it wait (the gate's pace, an open breaker)
 * makes all work of the platform wait, and a free place would only send the next item the same way, through the whole
 * backlog. It is queued again after this time at the latest, because a person may have closed the breaker.
 */
const MAX_HOLD_MS = 5 * MINUTE_MS;

export interface SettledItem {
  attempts: number;
  hasSavedPages: boolean;
  openParts: number;
  /** What limited the run so far, as the ledger itself found. */
  limitedBy: RunLimit | null;
}

export type SettlementDecision =
  | { kind: "place"; state: KeywordState; dueAt: number | null; attempts: number; event: string }
  /** The item is given back until a time ahead. */
  | { kind: "hold"; state: KeywordState; until: number }
  | { kind: "refuse"; message: string };

/**
 * Decides where a settled item goes.
 * @param now Unix ms
 * @param random uniform in [0, 1), jitters the delay of a retry
 */
export function decideSettlement(
  settlement: Settlement,
  item: SettledItem,
  settings: LedgerSettings,
  now: number,
  random: number,
): SettlementDecision {
  const attempts = item.attempts + 1;
  switch (settlement.kind) {
    case "done": {
      const partsMayStay = settlement.early_stopped === true || item.limitedBy === "max-pages";
      const refusal = refuseDone(settlement.outcome, partsMayStay, item.openParts);
      if (refusal) return { kind: "refuse", message: refusal };
      const dueAt = settings.recrawlMs === null ? null : now + settings.recrawlMs;
      return { kind: "place", state: "done", dueAt, attempts: 0, event: "done" };
    }
    case "retry": {
      const { outcome, retry_after_ms: retryAfterMs } = settlement;
      const decision = nextRetry({ outcome, attempt: attempts, retryAfterMs, random }, settings.retry);
      if (decision.kind === "retry") {
        return { kind: "place", state: "failed", dueAt: now + decision.delayMs, attempts, event: "retry" };
      }
      // A risk answer that a holder reported as an error is parked all the same.
      const state = classOf(outcome) === "park-blocked" ? "blocked" : "failed";
      return { kind: "place", state, dueAt: null, attempts, event: state };
    }
    case "park":
      return { kind: "place", state: settlement.state, dueAt: null, attempts, event: settlement.state };
    case "yield": {
      const { resume_at: resumeAt } = settlement;
      const state = resumable(item.hasSavedPages);
      if (resumeAt > now) return { kind: "hold", state, until: Math.min(resumeAt, now + MAX_HOLD_MS) };
      return { kind: "place", state, dueAt: now, attempts: item.attempts, event: "yielded" };
    }
  }
}

/** A false success would hide loss (X5): done needs a good outcome, and every part read or skipped on purpose. */
function refuseDone(outcome: Outcome, partsMayStay: boolean, openParts: number): string | null {
  if (classOf(outcome) !== "good") return `done cannot end with the outcome ${outcome}`;
  if (outcome === "ok" && openParts > 0 && !partsMayStay) return `done with ${openParts} parts still open`;
  return null;
}
