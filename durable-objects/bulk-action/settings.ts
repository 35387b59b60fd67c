/** Sizes and times of a bulk action. */
import type { Backoff } from "../../shared/backoff.ts";
import type { BulkNoun } from "../../shared/contracts/bulk.ts";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "../../shared/time.ts";

/** Records selected in one step, and so in one page. */
export const PAGE_ITEMS = 500;
/** The first step is small; the size then follows the time that steps take. */
export const FIRST_STEP = 50;
export const MIN_STEP = 5;
/** A decision about a pair makes the groups of its companies anew, and is slower than the others. */
export const MAX_STEP: Record<BulkNoun, number> = {
  tasks: 500,
  keywords: 200,
  "dead-letters": 100,
  "job-pairs": 100,
  "company-pairs": 50,
};
/** A step below this time doubles the next one, one above the second halves it: an abort waits for one step. */
export const SHORT_STEP_MS = 300;
export const LONG_STEP_MS = 800;

/** A holder that does not report for this long is lost. */
export const LEASE_MS = MINUTE_MS;
/** A wake-up that nobody answered is sent again after this time. */
export const WAKE_AGAIN_MS = 30 * SECOND_MS;
export const RETRY: Backoff = { baseMs: SECOND_MS, maxMs: 5 * MINUTE_MS };
/** The action fails after this many failures of one step, which take at least a quarter of an hour. */
export const MAX_ATTEMPTS = 12;
/** An action that has not ended by then expires. */
export const MAX_RUN_MS = 7 * DAY_MS;
/** Results are deleted, with the object, this long after the end. */
export const KEPT_MS = 30 * DAY_MS;
/** Characters of a message that are kept. */
export const MAX_MESSAGE = 300;
