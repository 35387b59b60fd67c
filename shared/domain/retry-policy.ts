/**
 * Decides what follows a failed attempt (B7): the class of the outcome decides, not the caller.
 * Delays are exponential with full jitter, see `backoffMs`.
 */
import { backoffMs } from "../backoff.ts";
import type { Outcome } from "../contracts/platform.ts";
import { OUTCOMES } from "../contracts/vocabulary.ts";

export type OutcomeClass = "good" | "retry" | "park-blocked" | "park-failed";

export interface RetryPolicy {
  /** Upper bound of the first delay, milliseconds. */
  baseMs: number;
  /** Upper bound of every delay that does not come from Retry-After, milliseconds. */
  maxMs: number;
  /** Maximum number of attempts, the first one included. */
  attempts: number;
}

export interface FailedTry {
  outcome: Outcome;
  /** 1 for the first attempt since the last good end. */
  attempt: number;
  /** The platform's Retry-After, milliseconds; it overrides the computed delay and `maxMs`. */
  retryAfterMs?: number;
  /** Uniform in [0, 1); a parameter, so that a test gets a known delay. */
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
  // A risk answer is never retried automatically: each further request makes it worse (X9).
  blocked: "park-blocked",
  "login-needed": "park-blocked",
  // The page is stored; a retry cannot succeed before the parser is changed.
  "schema-drift": "park-failed",
};

/** @returns the class of an outcome: a good end, a retry, or parked as `blocked` or `failed` */
export function classOf(outcome: Outcome): OutcomeClass {
  return CLASSES[outcome];
}

/** Outcomes by which a request ended well. */
export const GOOD_OUTCOMES: readonly Outcome[] = OUTCOMES.filter((outcome) => classOf(outcome) === "good");

/**
 * Decides the next attempt. Only outcomes of class `retry` are retried, and only while attempts are left.
 * @returns a whole number of milliseconds to wait, or `give-up`
 */
export function nextRetry(input: FailedTry, policy: RetryPolicy): RetryDecision {
  if (classOf(input.outcome) !== "retry" || input.attempt >= policy.attempts) return { kind: "give-up" };
  if (input.retryAfterMs !== undefined) return { kind: "retry", delayMs: Math.ceil(input.retryAfterMs) };
  const delayMs = backoffMs(input.attempt - 1, policy, input.random);
  return { kind: "retry", delayMs };
}
