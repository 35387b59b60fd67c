/** Repeats a call that the API did not take: exponential with full jitter, as `shared/domain/retry-policy.ts`. */

import type { SleepingClock } from "../../../../shared/clock.ts";
import { nextRetry } from "../../../../shared/domain/retry-policy.ts";
import { ApiUnavailable } from "./api-client.ts";

const BASE_MS = 250;
const MIN_MS = 20;
const MAX_MS = 10_000;

/**
 * @param attempt counts the tries that failed, from 1
 * @param retryAfterMs what the API asked for, which wins over the formula
 * @returns milliseconds to wait before the next try
 */
export function retryDelayMs(attempt: number, retryAfterMs: number | null): number {
  const decision = nextRetry(
    { outcome: "server", attempt, random: Math.random(), retryAfterMs: retryAfterMs ?? undefined },
    { baseMs: BASE_MS, maxMs: MAX_MS, attempts: Number.POSITIVE_INFINITY },
  );
  return decision.kind === "retry" ? Math.max(MIN_MS, decision.delayMs) : MAX_MS;
}

/**
 * Repeats a call while the API is unavailable.
 * @param mayGoOn asked before each further try; when it says no, the last failure is thrown
 * @throws every error that is not an ApiUnavailable, at once
 */
export async function retryUntil<T>(
  clock: SleepingClock,
  call: () => Promise<T>,
  mayGoOn: () => boolean,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof ApiUnavailable) || !mayGoOn()) throw error;
      await clock.sleep(retryDelayMs(attempt, error.retryAfterMs));
      if (!mayGoOn()) throw error;
    }
  }
}
