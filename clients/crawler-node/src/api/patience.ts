/** Repeats of a call that the API did not take: exponential with full jitter, as `shared/domain/retry-policy.ts`. */
import { nextRetry } from "../../../../shared/domain/retry-policy.ts";
import type { Clock } from "../clock.ts";
import { ApiAway } from "./api-client.ts";

const BASE_MS = 250;
const MAX_MS = 10_000;

/** Of the wait after the `attempt`-th try, milliseconds; what the API asked for wins. */
export function pauseAfter(attempt: number, retryAfterMs: number | null): number {
  const decision = nextRetry(
    { outcome: "server", attempt, random: Math.random(), retryAfterMs: retryAfterMs ?? undefined },
    { baseMs: BASE_MS, maxMs: MAX_MS, attempts: Number.POSITIVE_INFINITY },
  );
  return decision.kind === "retry" ? Math.max(20, decision.delayMs) : MAX_MS;
}

/**
 * @param goesOn asked before each further try; the last failure is thrown when it says no
 * @throws whatever is not an ApiAway, at once
 */
export async function repeat<T>(clock: Clock, call: () => Promise<T>, goesOn: () => boolean): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof ApiAway) || !goesOn()) throw error;
      await clock.sleep(pauseAfter(attempt, error.retryAfterMs));
      if (!goesOn()) throw error;
    }
  }
}
