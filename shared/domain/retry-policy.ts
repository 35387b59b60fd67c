/**
 * What to do after a try that did not end well (B7): the class of the outcome decides, not the caller.
 * Delays are exponential with full jitter, see `backoffMs`.
 */
import { backoffMs } from "../backoff.ts";
import type { Outcome } from "../contracts/platform.ts";

export type OutcomeClass = "good" | "retry" | "park-blocked" | "park-failed";

export interface RetryPolicy {
  /** Upper bound of the first delay, milliseconds. */
  baseMs: number;
  /** Upper bound of every delay that the platform did not ask for, milliseconds. */
  maxMs: number;
  /** Tries altogether, the first one included. */
  attempts: number;
}

export interface FailedTry {
  outcome: Outcome;
  /** 1 for the first try since the last good end. */
  attempt: number;
  /** The platform's own Retry-After, milliseconds: it wins over the computed delay and over `maxMs`. */
  retryAfterMs?: number;
  /** Uniform in [0, 1); injected, so that a test and a replay see the same delay. */
  random: number;
}

export type RetryDecision = { kind: "retry"; delayMs: number } | { kind: "give-up" };

const CLASSES: Record<Outcome, OutcomeClass> = {
  ok: "good",
  "true-zero": "good",
  "past-end": "good",
  throttled: "retry",
  network: "retry",
  server: "retry",
  // A risk answer is never tried again by itself: each further request makes it worse (X9).
  blocked: "park-blocked",
  "login-needed": "park-blocked",
  // The page is kept; trying again cannot help before the parser is mended.
  "schema-drift": "park-failed",
};

/** Which of the four ways an outcome goes: a good end, a retry, or parked as `blocked` or `failed`. */
export function classOf(outcome: Outcome): OutcomeClass {
  return CLASSES[outcome];
}

/**
 * Decides the next try. Only outcomes of class `retry` are tried again, and only while tries are left.
 * @returns a whole number of milliseconds to wait, or `give-up`
 */
export function nextRetry(input: FailedTry, policy: RetryPolicy): RetryDecision {
  if (classOf(input.outcome) !== "retry" || input.attempt >= policy.attempts) return { kind: "give-up" };
  if (input.retryAfterMs !== undefined) return { kind: "retry", delayMs: Math.ceil(input.retryAfterMs) };
  const delayMs = backoffMs(input.attempt - 1, policy, input.random);
  return { kind: "retry", delayMs };
}
