import fc from "fast-check";
import { expect, test } from "vitest";
import { bucketEnd, bucketOf, quantileOf, TIME_BUCKETS } from "./request-times.ts";

test("each time lies in its bucket, and the ends of a bucket belong to it", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1000, noNaN: true }), (seconds) => {
      const bucket = bucketOf(seconds);
      expect(bucket).toBeGreaterThanOrEqual(0);
      expect(bucket).toBeLessThan(TIME_BUCKETS);
      if (bucket < TIME_BUCKETS - 1) expect(seconds).toBeLessThanOrEqual(bucketEnd(bucket) * 1.000001);
      if (bucket > 0) expect(seconds).toBeGreaterThan(bucketEnd(bucket - 1) * 0.999999);
    }),
  );
  for (let bucket = 0; bucket < TIME_BUCKETS; bucket++) expect(bucketOf(bucketEnd(bucket))).toBe(bucket);
});

test("a percentile is off by a quarter at most, or by a millisecond", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.001, max: 100, noNaN: true }), { minLength: 1, maxLength: 200 }),
      fc.constantFrom(0.5, 0.95),
      (times, q) => {
        const counts = new Array<number>(TIME_BUCKETS).fill(0);
        for (const time of times) counts[bucketOf(time)] = (counts[bucketOf(time)] ?? 0) + 1;
        const exact = times.toSorted((a, b) => a - b)[Math.ceil(q * times.length) - 1] ?? 0;
        const read = quantileOf(counts, q);
        expect(read).toBeLessThanOrEqual(exact * 1.2501);
        expect(Math.max(read * 1.2501, read + 0.001)).toBeGreaterThanOrEqual(exact);
      },
    ),
  );
  expect(quantileOf(new Array(TIME_BUCKETS).fill(0), 0.95)).toBe(0);
});
