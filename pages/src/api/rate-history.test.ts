import { expect, test } from "vitest";
import { addRates, addSample, HISTORY_MS, type RateSample } from "./rate-history.ts";

/** Samples of a poll every 2 s, value = number of the poll. */
const polled = (polls: number): RateSample[] => {
  let samples: RateSample[] = [];
  for (let poll = 0; poll < polls; poll++) {
    samples = addSample(samples, { at: poll * 2000, pagesAMinute: poll });
  }
  return samples;
};

test("the line ends at the latest sample", () => {
  for (const polls of [1, 2, 3, 4, 50]) {
    expect(polled(polls).at(-1)).toEqual({ at: (polls - 1) * 2000, pagesAMinute: polls - 1 });
  }
});

test("points are thinned out, and none is older than the history", () => {
  const samples = polled(1000);
  const end = 999 * 2000;
  expect(samples[0]?.at).toBeGreaterThan(end - HISTORY_MS);
  expect(samples[0]?.at).toBeLessThan(end - HISTORY_MS + 10_000);
  expect(samples.length).toBeLessThan(HISTORY_MS / 4000 + 2);
});

test("each platform has its own line, and the old history is left as it was", () => {
  const before = addRates({}, [{ platform: "boss", pages_per_minute: 5 }], 1000);
  const after = addRates(
    before,
    [
      { platform: "boss", pages_per_minute: 6 },
      { platform: "qcwy", pages_per_minute: 1 },
    ],
    9000,
  );
  expect(before.boss).toHaveLength(1);
  expect(after.boss?.map(({ pagesAMinute }) => pagesAMinute)).toEqual([5, 6]);
  expect(after.qcwy).toEqual([{ at: 9000, pagesAMinute: 1 }]);
});
