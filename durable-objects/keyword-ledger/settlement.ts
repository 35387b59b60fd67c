/** How a holder's end of work changes a keyword. Pure: the ledger writes what this decides. */
import type { Settlement } from "../../shared/contracts/keyword-ledger.ts";
import type { KeywordState, Outcome } from "../../shared/contracts/platform.ts";
import { resumable } from "../../shared/domain/keyword-state.ts";
import { classOf, nextRetry } from "../../shared/domain/retry-policy.ts";
import type { LedgerSettings } from "./settings.ts";

/**
 * Work given back until later keeps its place in the window: whoever made it wait (the gate's pace, an open
 * breaker) makes all work of the platform wait, and a free place would only send the next item the same way,
 * through the whole backlog. It asks again after this time at the latest: a person may have closed the breaker.
 */
const HOLD_LIMIT_MS = 5 * 60_000;

export interface SettledItem {
  attempts: number;
  hasSavedPages: boolean;
  openParts: number;
}

export type Verdict =
  | { kind: "place"; state: KeywordState; dueAt: number | null; attempts: number; event: string }
  /** Given back until a time ahead. */
  | { kind: "hold"; state: KeywordState; until: number }
  | { kind: "refuse"; message: string };

/**
 * @param now Unix ms
 * @param random uniform in [0, 1)
 */
export function judge(
  settlement: Settlement,
  item: SettledItem,
  settings: LedgerSettings,
  now: number,
  random: number,
): Verdict {
  const attempts = item.attempts + 1;
  switch (settlement.kind) {
    case "done": {
      const refusal = refuseDone(settlement.outcome, settlement.earlyStopped ?? false, item.openParts);
      if (refusal) return { kind: "refuse", message: refusal };
      const dueAt = settings.recrawlMs === null ? null : now + settings.recrawlMs;
      return { kind: "place", state: "done", dueAt, attempts: 0, event: "done" };
    }
    case "retry": {
      const { outcome, retryAfterMs } = settlement;
      const decision = nextRetry({ outcome, attempt: attempts, retryAfterMs, random }, settings.retry);
      if (decision.kind === "retry") {
        return { kind: "place", state: "failed", dueAt: now + decision.delayMs, attempts, event: "retry" };
      }
      // A risk answer that a holder took for an error is parked all the same.
      const state = classOf(outcome) === "park-blocked" ? "blocked" : "failed";
      return { kind: "place", state, dueAt: null, attempts, event: state };
    }
    case "park":
      return { kind: "place", state: settlement.state, dueAt: null, attempts, event: settlement.state };
    case "yield": {
      const { resumeAt } = settlement;
      const state = resumable(item.hasSavedPages);
      if (resumeAt > now) return { kind: "hold", state, until: Math.min(resumeAt, now + HOLD_LIMIT_MS) };
      return { kind: "place", state, dueAt: now, attempts: item.attempts, event: "yielded" };
    }
  }
}

/** A silent success hides loss (X5): done means a good end, with every part read or left on purpose. */
function refuseDone(outcome: Outcome, earlyStopped: boolean, openParts: number): string | null {
  if (classOf(outcome) !== "good") return `done cannot end with the outcome ${outcome}`;
  if (outcome === "ok" && openParts > 0 && !earlyStopped) return `done with ${openParts} parts still open`;
  return null;
}
