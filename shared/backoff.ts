/** Exponential backoff, the one formula for every retry, rest and cool-down. */

export interface Backoff {
  /** First delay, milliseconds. */
  baseMs: number;
  /** Upper bound of every delay, milliseconds. */
  maxMs: number;
}

/** 2^40 is past every sensible bound and keeps the product finite, however many failures there were. */
const MAX_EXPONENT = 40;

/**
 * Delay before the next try: `min(maxMs, baseMs * 2^failures)`, times `random`, see
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/. Full jitter spreads a herd best.
 * @param failures failures in a row before the one that is waited for; 0 for the first, which gives `baseMs`
 * @param random uniform in [0, 1) for full jitter, rounded down; without it the delay is not jittered
 * @returns milliseconds, from 0 (with jitter) or `min(baseMs, maxMs)` (without) up to `maxMs`
 */
export function backoffMs(failures: number, { baseMs, maxMs }: Backoff, random?: number): number {
  const ceilingMs = Math.min(maxMs, baseMs * 2 ** Math.min(Math.max(failures, 0), MAX_EXPONENT));
  return random === undefined ? ceilingMs : Math.floor(random * ceilingMs);
}
