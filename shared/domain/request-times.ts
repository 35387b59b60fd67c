/**
 * A histogram of times with buckets that grow by a quarter, from a millisecond to some two minutes: a percentile read from
 * it is off by a quarter at most, or by a millisecond, and histograms of many isolates add up.
 */
const FIRST_S = 0.001;
const GROWTH = 1.25;
export const TIME_BUCKETS = 54;

/** Upper end of a bucket, seconds. */
export const bucketEnd = (bucket: number): number => FIRST_S * GROWTH ** bucket;

/** @returns the bucket of a time; the last one holds everything that is longer */
export const bucketOf = (seconds: number): number =>
  seconds <= FIRST_S
    ? 0
    : Math.min(TIME_BUCKETS - 1, Math.ceil(Math.log(seconds / FIRST_S) / Math.log(GROWTH) - 1e-9));

/**
 * The q-quantile, taken as spread evenly within its bucket, as `histogram_quantile` of Prometheus does.
 * @param counts by bucket
 * @returns seconds; 0 without a value
 */
export function quantileOf(counts: readonly number[], q: number): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let below = 0;
  for (const [bucket, count] of counts.entries()) {
    if (count > 0 && below + count >= q * total) {
      const start = bucket === 0 ? 0 : bucketEnd(bucket - 1);
      return start + (bucketEnd(bucket) - start) * ((q * total - below) / count);
    }
    below += count;
  }
  return 0;
}
