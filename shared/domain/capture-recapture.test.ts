/** The estimate on markets of known size: how far it is off, and how often its interval holds the truth. */
import { expect, test } from "vitest";
import { seededRandom } from "../../local/job-boards/corpus/generate.ts";
import { captureCounts } from "../../tests/support/coverage/capture-counts.ts";
import { drawOf, markets } from "../../tests/support/coverage/market.ts";
import { type CaptureCounts, estimateCoverage, estimateTotal } from "./capture-recapture.ts";

const DRAWS = 200;

test.for(markets())("120 keywords tell the size of the market: $name", ({ name, keywords }) => {
  const searches = keywords.map(({ finds }) => finds);
  const size = new Set(searches.flat()).size;
  const results = Array.from({ length: DRAWS }, (_, seed) => {
    const random = seededRandom(seed * 7919 + 1);
    const drawn = drawOf(searches, 120, random);
    const { full, halves, held, recaptures } = captureCounts(drawn, random);
    return { held, ...estimateCoverage(drawn.length, recaptures, full, halves) };
  });
  const errors = results.map(({ total }) => Math.abs((total ?? 0) / size - 1)).sort((a, b) => a - b);
  const median = errors[DRAWS / 2] ?? 1;
  const within15 = errors.filter((error) => error < 0.15).length / DRAWS;
  const covered =
    results.filter(({ low, high }) => low !== null && low <= size && size <= high).length / DRAWS;
  const shares = results.map(({ held }) => held / size).sort((a, b) => a - b);
  const widths = results.map(({ low, high }) => ((high ?? 0) - (low ?? 0)) / size).sort((a, b) => a - b);
  console.log(
    `${name}: ${size} postings, ${keywords.length} keywords; 120 of them hold ${percent(shares[DRAWS / 2])}, median error ${percent(median)}, within 15 %: ${percent(within15)}, interval covers ${percent(covered)}, median width ${percent(widths[DRAWS / 2])}`,
  );
  expect(keywords.length).toBeGreaterThan(200);
  // An estimate of what is nearly all held would prove nothing.
  expect(shares[DRAWS / 2]).toBeLessThan(0.97);
  expect(median).toBeLessThanOrEqual(0.1);
  expect(within15).toBeGreaterThanOrEqual(0.9);
  expect(covered).toBeGreaterThanOrEqual(0.9);
});

const percent = (share = 0) => `${(share * 100).toFixed(1)} %`;

test("the formula is that of Chiu et al. 2014", () => {
  // T = 10; Q1..Q4 = 20, 10, 6, 3: Chao2 adds 0.9 * 400 / 20, the improvement 7/40 * 2 * (20 - 7/18 * 20).
  const counts: CaptureCounts = { keywords: 10, certain: 5, foundBy: [39, 19, 9, 3, 0] };
  expect(estimateTotal(counts)).toBeCloseTo(5 + 39 + 18 + 0.35 * (20 - 140 / 18), 9);
  const alone: CaptureCounts = { keywords: 10, certain: 0, foundBy: [20, 0, 0, 0, 0] };
  expect(estimateTotal(alone)).toBeCloseTo(20 + (0.9 * 20 * 19) / 2, 9);
});

test("says why it can't be said", () => {
  const counts: CaptureCounts = { keywords: 30, certain: 0, foundBy: [50, 2, 0, 0, 0] };
  const nothing = { total: null, low: null, high: null };
  expect(estimateCoverage(29, 2, counts, [counts])).toEqual({ ...nothing, reason: "few-keywords" });
  expect(estimateCoverage(30, 1, counts, [counts])).toEqual({ ...nothing, reason: "few-recaptures" });
  expect(estimateCoverage(30, 2, counts, [counts]).reason).toBeNull();
  const onlyLarge: CaptureCounts = { keywords: 29, certain: 500, foundBy: [100, 0, 0, 0, 0] };
  expect(estimateCoverage(30, 300, onlyLarge, [onlyLarge]).reason).toBe("few-recaptures");
  expect(estimateCoverage(30, 300, { ...onlyLarge, foundBy: [3, 0, 0, 0, 0] }, []).total).toBe(506);
});

test("never says less than what is held, and nothing more where every posting is known for certain", () => {
  const all: CaptureCounts = { keywords: 40, certain: 900, foundBy: [0, 0, 0, 0, 0] };
  expect(estimateCoverage(41, 300, all, [all])).toEqual({ total: 900, low: 900, high: 900, reason: null });
  const wide: CaptureCounts = { keywords: 20, certain: 0, foundBy: [100, 5, 1, 1, 0] };
  const narrow: CaptureCounts = { ...wide, foundBy: [300, 280, 200, 100, 50] };
  const some: CaptureCounts = { keywords: 40, certain: 0, foundBy: [500, 200, 100, 50, 25] };
  expect(estimateCoverage(40, 380, some, [wide, narrow]).low).toBe(500);
});
