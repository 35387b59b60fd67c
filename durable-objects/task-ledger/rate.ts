/** Measures the rate at which a queue ends tasks, from the times of the latest ends. */
import { MINUTE_MS } from "../../shared/time.ts";

/** Number of the latest ends that are measured. */
export const MEASURED_ENDS = 200;
/** A pause this many times as long as the mean gap, and longer than a minute, is idle time and is not measured. */
const IDLE_GAPS = 10;

/** @param rate ends per millisecond, from {@link endRate} */
export const perMinute = (rate: number | null): number | null => (rate === null ? null : rate * MINUTE_MS);

/**
 * @param times ends, newest first, Unix ms
 * @returns ends per millisecond; null below 3 ends
 */
export function endRate(times: readonly number[], now: number): number | null {
  const newest = times[0];
  if (newest === undefined || times.length < 3) return null;
  let ends = 0;
  let spanMs = 0;
  for (let index = 1; index < times.length; index++) {
    const gap = (times[index - 1] as number) - (times[index] as number);
    if (ends > 2 && gap > MINUTE_MS && gap > (IDLE_GAPS * spanMs) / ends) break;
    spanMs += gap;
    ends++;
  }
  // A queue that slows down shows it before its next end.
  const sinceMs = now - newest;
  const isSlower = sinceMs > spanMs / ends && sinceMs < Math.max(MINUTE_MS, (IDLE_GAPS * spanMs) / ends);
  const totalMs = spanMs + (isSlower ? sinceMs : 0);
  return totalMs > 0 ? (ends + (isSlower ? 1 : 0)) / totalMs : null;
}
