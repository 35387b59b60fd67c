/** Asks again and again, seldom where it takes long, and once the server has answered bears that it is away for a while. */
import { ApiFailure } from "../../../../pages/src/api/failure.ts";
import { SECOND_MS } from "../../../../shared/time.ts";
import type { Context } from "../context.ts";

const FIRST_MS = 100;
const MAX_MS = 2 * SECOND_MS;
const GROWTH = 1.3;
/** A deployment takes less. */
const MAX_AWAY_MS = 60 * SECOND_MS;

const isTransient = (error: unknown): error is ApiFailure =>
  error instanceof ApiFailure && (error.transient || error.code === "too_many_requests");

/**
 * @param probe null: not yet
 * @throws what the probe threw, when the same call would not help, or the server is away for a minute
 */
export async function patiently<T>({ io }: Context, probe: () => Promise<T | null>): Promise<T> {
  let awaySince: number | null = null;
  let hasAnswered = false;
  for (let pauseMs = FIRST_MS; ; pauseMs = Math.min(MAX_MS, pauseMs * GROWTH)) {
    let least = 0;
    try {
      const value = await probe();
      if (value !== null) return value;
      awaySince = null;
      hasAnswered = true;
    } catch (error) {
      if (!hasAnswered || !isTransient(error)) throw error;
      awaySince ??= io.now();
      if (io.now() - awaySince > MAX_AWAY_MS) throw error;
      // A longer wait than timers take would end at once, again and again.
      least = Math.min(MAX_AWAY_MS, (error.retryAfterSeconds ?? 0) * SECOND_MS);
    }
    await io.sleep(Math.max(pauseMs, least));
  }
}
