/**
 * How many postings there are beyond those we hold (X16), by capture and recapture: each keyword is one sample of the
 * market, and how many postings few keywords found tells how many none found. Pure; ClickHouse counts the captures.
 */

import type { NoEstimateReason } from "../contracts/coverage.ts";

/** Changes with every change of the method, so that figures of two methods are never compared unnoticed. */
export const COVERAGE_METHOD = "ichao2-half-samples-1";
/** With fewer samples the estimate is off by more than it is worth. */
export const MIN_KEYWORDS = 30;
/** Without postings that were found again, nothing tells how many were never found. */
export const MIN_RECAPTURES = 2;
/** Without recaptures outside of large keywords the rest is a guess, which may add no more than this share of the held. */
const MAX_GUESSED_SHARE = 0.05;
/**
 * A keyword that found more than this share of the held postings is set apart: what it found is known, and the estimate
 * is of the rest. Left in, one such keyword alone doubles the singletons, so the result hangs on whether it was chosen.
 */
export const LARGE_KEYWORD_SHARE = 0.1;
/** Random halves of the keywords, on which the interval stands. */
export const HALF_SAMPLES = 63;
/** Half-width of the interval in deviations; docs/coverage.md says how often it holds on markets of known size. */
const INTERVAL_Z = 1.96;

/** What the keywords, all or a half of them, found. */
export interface CaptureCounts {
  /** Keywords that found a posting here and are not large. */
  keywords: number;
  /** Postings that a large keyword found, and those that were stored without a keyword. */
  certain: number;
  /** Postings outside of these that at least 1, 2, 3, 4 and 5 keywords found. */
  foundBy: readonly [number, number, number, number, number];
}

export type CoverageEstimate =
  | { total: number; low: number; high: number; reason: null }
  | { total: null; low: null; high: null; reason: NoEstimateReason };

const heldBy = ({ certain, foundBy }: CaptureCounts): number => certain + foundBy[0];

/**
 * Estimates the number of postings by improved Chao2: Chiu, Wang, Walther & Chao (2014), An improved nonparametric lower
 * bound of species richness, Biometrics 70: 671-682, equation 15b, over Chao (1987), Biometrics 43: 783-791, with Q_k the
 * postings that exactly k of T keywords found. Where no posting was found twice it uses the bias-corrected form of Chao2,
 * and one for a Q4 of 0.
 */
export function estimateTotal(counts: CaptureCounts): number {
  const { keywords: t, foundBy } = counts;
  const exactly = (k: 1 | 2 | 3 | 4) => (foundBy[k - 1] ?? 0) - (foundBy[k] ?? 0);
  const [q1, q2, q3, q4] = [exactly(1), exactly(2), exactly(3), Math.max(exactly(4), 1)];
  const held = heldBy(counts);
  if (t < 2) return held;
  const unseen = ((t - 1) / t) * (q2 > 0 ? (q1 * q1) / (2 * q2) : (q1 * (q1 - 1)) / 2);
  if (t < 4) return held + unseen;
  const improvement =
    ((t - 3) / (4 * t)) * (q3 / q4) * Math.max(q1 - ((t - 3) / (2 * (t - 1))) * ((q2 * q3) / q4), 0);
  return held + unseen + improvement;
}

/**
 * Estimates the total with its interval, or says why it can't.
 * @param keywords all keywords that found something, the large ones too
 * @param recaptures postings that at least two of them found
 * @param full counts of all keywords
 * @param halves counts of random halves of the keywords
 */
export function estimateCoverage(
  keywords: number,
  recaptures: number,
  full: CaptureCounts,
  halves: readonly CaptureCounts[],
): CoverageEstimate {
  const without = (reason: NoEstimateReason) => ({ total: null, low: null, high: null, reason });
  if (keywords < MIN_KEYWORDS) return without("few-keywords");
  if (recaptures < MIN_RECAPTURES) return without("few-recaptures");
  const total = estimateTotal(full);
  const isGuess = full.foundBy[1] < MIN_RECAPTURES && total > heldBy(full) * (1 + MAX_GUESSED_SHARE);
  if (isGuess) return without("few-recaptures");
  const width = INTERVAL_Z * deviationOf(total, full, halves);
  return {
    total: Math.round(total),
    low: Math.floor(Math.max(heldBy(full), total - width)),
    high: Math.ceil(total + width),
    reason: null,
  };
}

/**
 * Standard deviation of the estimate from random halves (McCarthy 1969, Pseudo-replication: half samples): their spread
 * round the whole is that of the whole, and does not assume, as the textbook variance of Chao2 does, that postings are
 * found independently of each other. A half leaves more unseen than the whole, so its spread in postings is too wide and
 * its spread in shares of the unseen too narrow: the geometric mean of the two is taken.
 */
function deviationOf(total: number, full: CaptureCounts, halves: readonly CaptureCounts[]): number {
  if (halves.length === 0) return 0;
  const totals = halves.map(estimateTotal);
  const unseen = halves.map((half, index) => (totals[index] ?? 0) - heldBy(half));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const spreadRound = (values: readonly number[], centre: number) =>
    Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
  const meanUnseen = mean(unseen);
  if (meanUnseen === 0) return spreadRound(totals, total);
  const share = spreadRound(unseen, meanUnseen) / meanUnseen;
  return Math.sqrt(spreadRound(totals, total) * share * (total - heldBy(full)));
}
