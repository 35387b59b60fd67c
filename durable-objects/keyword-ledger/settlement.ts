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

/** Longer error texts are cut. */
const MAX_ERROR_CHARS = 500;

/** @returns what a settlement says went wrong, as it is stored */
export const errorOf = (settlement: Settlement): string | null =>
  "error" in settlement ? settlement.error.slice(0, MAX_ERROR_CHARS) : null;

/** An expired lease counts as an attempt. @returns the error once the attempts are used up, else null */
export function expiredAttempt(
  item: { attempts: number },
  { retry }: Pick<LedgerSettings, "retry">,
): { attempts: number; error: string | null } {
  const attempts = item.attempts + 1;
  const usedUp = attempts >= retry.attempts;
  return { attempts, error: usedUp ? `lease expired, ${attempts} tries used up` : null };
}

export interface SettledItem {
  attempts: number;
  hasSavedPages: boolean;
  openParts: number;
  /** Rows of the run. */
  rows: number;
  /** The site's answer to the whole search was saved: it reported no posting. */
  isEmpty: boolean;
  /** An earlier run of the keyword came to a good end. */
  isRecrawl: boolean;
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
      const refusal = refuseDone(settlement.outcome, settlement.early_stopped ?? false, item);
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

/**
 * A false success would hide loss (X5): done needs a good outcome, every part read or skipped on purpose, and what was
 * saved must show it: rows, or the site's own answer that there are none.
 */
function refuseDone(outcome: Outcome, earlyStopped: boolean, item: SettledItem): string | null {
  const { openParts, rows, isEmpty, isRecrawl, hasSavedPages, limitedBy } = item;
  if (classOf(outcome) !== "good") return `done cannot end with the outcome ${outcome}`;
  if (earlyStopped && !(isRecrawl && hasSavedPages))
    return "only a re-crawl with a saved page can stop early";
  const partsMayStay = earlyStopped || limitedBy === "max-pages";
  if (openParts > 0 && !partsMayStay) return `done with ${openParts} parts still open`;
  if (outcome === "ok" && rows === 0) return "done without a stored row";
  if (outcome !== "ok" && !isEmpty) return `done as ${outcome}, but no saved page reports an empty search`;
  return null;
}
