import fc from "fast-check";
import { expect, test } from "vitest";
import { backoffMs } from "./backoff.ts";

test("doubles from the base up to the bound", () => {
  const delays = [0, 1, 2, 3, 4].map((failures) => backoffMs(failures, { baseMs: 1000, maxMs: 10_000 }));
  expect(delays).toEqual([1000, 2000, 4000, 8000, 10_000]);
});

test("is finite and within its bounds, jittered or not, however many failures there were", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -5, max: 1_000_000 }),
      fc.integer({ min: 0, max: 100_000 }),
      fc.integer({ min: 0, max: 86_400_000 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (failures, baseMs, maxMs, random) => {
        const delay = backoffMs(failures, { baseMs, maxMs });
        expect(delay).toBeGreaterThanOrEqual(Math.min(baseMs, maxMs));
        expect(delay).toBeLessThanOrEqual(maxMs);
        expect(backoffMs(failures, { baseMs, maxMs }, random)).toBe(Math.floor(random * delay));
      },
    ),
  );
});
