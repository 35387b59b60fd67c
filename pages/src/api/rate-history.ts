/** The history of pages a minute: samples of the live answers of the last HISTORY_MS. */
import type { Platform } from "../../../shared/contracts/platform.ts";

export const HISTORY_MS = 10 * 60_000;
/** Polls come every 2 s; a point every 5 s draws the same line with fewer points. */
const SAMPLE_MS = 5000;

export interface RateSample {
  /** Unix ms. */
  at: number;
  pagesAMinute: number;
}
export type RateHistory = Partial<Record<Platform, RateSample[]>>;

/** Adds a sample; one within SAMPLE_MS of the previous point replaces the last one. */
export function addSample(samples: RateSample[], sample: RateSample): RateSample[] {
  const kept = samples.filter(({ at }) => at > sample.at - HISTORY_MS);
  const beforeLast = kept.at(-2);
  // The last point follows the live value until it is SAMPLE_MS away from the one before it.
  if (beforeLast && sample.at - beforeLast.at < SAMPLE_MS) kept.pop();
  kept.push(sample);
  return kept;
}

/** Adds the rates of one answer to the history of each platform. */
export function addRates(
  history: RateHistory,
  rates: { platform: Platform; pages_per_minute: number }[],
  at: number,
): RateHistory {
  const next: RateHistory = { ...history };
  for (const { platform, pages_per_minute: pagesAMinute } of rates) {
    next[platform] = addSample(next[platform] ?? [], { at, pagesAMinute });
  }
  return next;
}
