/**
 * Compares the uploads of one address in a window of ten minutes with its own past, by median and median absolute
 * deviation: unlike mean and standard deviation, a few outliers do not move them.
 */
import { median, medianDeviation } from "./median.ts";

export const WINDOW_MS = 600_000;
const DAY_WINDOWS = 144;
/** A shorter history is no baseline. */
const MIN_WINDOWS = 12;
/** Distance from the median, in deviations, from which a window is an outlier. */
const OUTLIER_SIGMAS = 5;
/** Lower bound of the deviation as a share of the median: a smaller one would make every fluctuation an outlier. */
const MIN_DEVIATION = 0.1;
/** A window must also differ from the median by this factor to be reported. */
const OUTLIER_FACTOR = 2;

export const UPLOAD_CONDITIONS = ["silent", "falling", "spiking", "new"] as const;
export type UploadCondition = (typeof UPLOAD_CONDITIONS)[number];

/** A window in which there were uploads. */
export interface ActiveWindow {
  /** Start of the window, Unix ms, a multiple of `WINDOW_MS`. */
  at: number;
  /** Number of usable rows. */
  rows: number;
}

export interface UploadJudgement {
  /** Null when nothing is unusual. */
  kind: UploadCondition | null;
  /** Median rows of an active window; 0 without a baseline. */
  expected: number;
  /** Rows of the judged window. */
  seen: number;
}

/** 95th percentile of the distances from one active window to the next, in windows; 1 when none is inactive. */
function usualGap(ats: readonly number[]): number {
  const gaps = ats
    .slice(1)
    .map((at, index) => (at - (ats[index] ?? 0)) / WINDOW_MS)
    .toSorted((a, b) => a - b);
  return gaps[Math.floor(gaps.length * 0.95)] ?? 1;
}

/**
 * @param history active windows of the last seven days in any order, with the judged one if it was active
 * @param windowAt start of the judged window, Unix ms
 */
export function judgeUploads(history: readonly ActiveWindow[], windowAt: number): UploadJudgement {
  const known = history.filter(({ at }) => at <= windowAt).toSorted((a, b) => a.at - b.at);
  const now = known.findLast(({ at }) => at === windowAt);
  const seen = now?.rows ?? 0;
  const past = known.filter(({ at }) => at < windowAt);
  const lastDay = past.filter(({ at }) => at >= windowAt - DAY_WINDOWS * WINDOW_MS);
  const base = lastDay.length >= MIN_WINDOWS ? lastDay : past;
  if (base.length < MIN_WINDOWS) {
    const lately = now !== undefined || lastDay.length > 0;
    return { kind: lately ? "new" : null, expected: 0, seen };
  }
  const rows = base.map((window) => window.rows);
  const expected = median(rows);
  if (!now) {
    const idle = (windowAt - (base.at(-1)?.at ?? windowAt)) / WINDOW_MS;
    // Silent when twice the usual pause is over, this window included.
    const silent = idle + 1 > 2 * usualGap(base.map(({ at }) => at));
    return { kind: silent ? "silent" : null, expected, seen };
  }
  const deviation = Math.max(medianDeviation(rows), MIN_DEVIATION * expected, 1);
  const isOutlier = Math.abs(seen - expected) > OUTLIER_SIGMAS * deviation;
  // With a deviation of a fifth of the median or more, no lower count can be five deviations away: then isBelowAll decides.
  if (seen * OUTLIER_FACTOR < expected && (isOutlier || isBelowAll(seen, rows)))
    return { kind: "falling", expected, seen };
  if (isOutlier && seen > expected * OUTLIER_FACTOR) return { kind: "spiking", expected, seen };
  return { kind: null, expected, seen };
}

/** @returns true when at most 1 % of the past windows had as few rows */
function isBelowAll(seen: number, rows: readonly number[]): boolean {
  return rows.filter((count) => count <= seen).length <= rows.length * 0.01;
}
