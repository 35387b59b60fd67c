/**
 * Compares what one address uploaded in a window of ten minutes with its own past. Median and median absolute
 * deviation instead of mean and standard deviation: one odd window, or some, must not move what is usual.
 */

export const WINDOW_MS = 600_000;
const DAY_WINDOWS = 144;
/** A past shorter than this says nothing about what is usual. */
const ENOUGH_WINDOWS = 12;
/** Scales the median absolute deviation to the standard deviation of a normal distribution. */
const MAD_TO_SIGMA = 1.4826;
/** Distance from the median, in deviations, from which a window is odd. */
const ODD_SIGMAS = 5;
/** Nobody's counts are steadier than a tenth of the median: less would make every ripple odd. */
const LEAST_DEVIATION = 0.1;
/** And it must be this many times more, or less, to be worth a look. */
const ODD_FACTOR = 2;

export const UPLOAD_CONDITIONS = ["silent", "falling", "spiking", "new"] as const;
export type UploadCondition = (typeof UPLOAD_CONDITIONS)[number];

/** A window in which there were uploads. */
export interface ActiveWindow {
  /** Its begin, Unix ms, a multiple of `WINDOW_MS`. */
  at: number;
  /** Usable rows. */
  rows: number;
}

export interface UploadJudgement {
  /** Null when all is as usual. */
  kind: UploadCondition | null;
  /** Rows that an active window has as a rule; 0 while there is no rule. */
  expected: number;
  /** Rows of the window. */
  seen: number;
}

/** @param values at least one */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** Windows from each active one to the next: 1 where none was left out. */
function usualGap(ats: readonly number[]): number {
  const gaps = ats
    .slice(1)
    .map((at, index) => (at - (ats[index] ?? 0)) / WINDOW_MS)
    .toSorted((a, b) => a - b);
  return gaps[Math.floor(gaps.length * 0.95)] ?? 1;
}

/**
 * @param history active windows of the last seven days, the judged one with them, in any order
 * @param windowAt begin of the judged window, Unix ms
 */
export function judgeUploads(history: readonly ActiveWindow[], windowAt: number): UploadJudgement {
  const known = history.filter(({ at }) => at <= windowAt).toSorted((a, b) => a.at - b.at);
  const now = known.findLast(({ at }) => at === windowAt);
  const seen = now?.rows ?? 0;
  const past = known.filter(({ at }) => at < windowAt);
  const lastDay = past.filter(({ at }) => at >= windowAt - DAY_WINDOWS * WINDOW_MS);
  const base = lastDay.length >= ENOUGH_WINDOWS ? lastDay : past;
  if (base.length < ENOUGH_WINDOWS) {
    const lately = now !== undefined || lastDay.length > 0;
    return { kind: lately ? "new" : null, expected: 0, seen };
  }
  const rows = base.map((window) => window.rows);
  const expected = median(rows);
  if (!now) {
    const idle = (windowAt - (base.at(-1)?.at ?? windowAt)) / WINDOW_MS;
    // Twice its usual pause has gone by, this window counted.
    const silent = idle + 1 > 2 * usualGap(base.map(({ at }) => at));
    return { kind: silent ? "silent" : null, expected, seen };
  }
  const deviation = Math.max(
    MAD_TO_SIGMA * median(rows.map((count) => Math.abs(count - expected))),
    LEAST_DEVIATION * expected,
    1,
  );
  const odd = Math.abs(seen - expected) > ODD_SIGMAS * deviation;
  // Below the median no count is five deviations away once the deviation is a fifth of it: the factor alone tells there.
  if (seen * ODD_FACTOR < expected && (odd || isBelowAll(seen, rows)))
    return { kind: "falling", expected, seen };
  if (odd && seen > expected * ODD_FACTOR) return { kind: "spiking", expected, seen };
  return { kind: null, expected, seen };
}

/** Is it below all but the odd ones of the past? */
function isBelowAll(seen: number, rows: readonly number[]): boolean {
  return rows.filter((count) => count <= seen).length <= rows.length * 0.01;
}
