import { expect, test } from "vitest";
import { addDays } from "../china-day.ts";
import { baselinesOf, fieldBaseline, type QualityDay } from "./baselines.ts";
import { cellsOf, reportOf } from "./report.ts";

const TODAY = "2026-11-22";
const day = (ago: number, over: Partial<QualityDay> = {}): QualityDay => ({
  data_type: "job",
  platform: "boss",
  field: "salary",
  channel: "web",
  day: addDays(TODAY, -ago),
  rows: 1000,
  filled: 980,
  unread: 5,
  pages: 50,
  page_missing: 0.75,
  page_squares: 0.1,
  page_inverse: 2.5,
  low: 3000,
  p1: 3200,
  p50: 9000,
  p99: 28_000,
  high: 30_000,
  newest_at: 1,
  ...over,
});
const usual = Array.from({ length: 14 }, (_, at) => day(at + 1));

test("a baseline is the median of days, so that a wrong third of them moves nothing", () => {
  const wrong = { filled: 0, low: 1, high: 9e6 };
  const mixed = usual.map((one, at) => (at % 3 === 0 ? { ...one, ...wrong } : one));
  expect(fieldBaseline(mixed)).toEqual(fieldBaseline(usual));
  expect(fieldBaseline(usual)).toMatchObject({ missing: 0.015, unread: 0.005, low: 3000, high: 30_000 });
});

test("a baseline is made of the 28 days before that have enough rows", () => {
  const rows = [...usual, day(0), day(29, { filled: 0 }), day(20, { rows: 199, filled: 0 })];
  expect(baselinesOf(rows, TODAY, 7)).toMatchObject([
    { platform: "boss", data_type: "job", days: 14, made_at: 7, fields: { salary: { missing: 0.015 } } },
  ]);
});

test("rows of one batch that resemble each other are told from chance", () => {
  const alike = { page_missing: 10, page_squares: 10, pages: 50, page_inverse: 2.5 };
  expect(fieldBaseline([day(1, alike)]).rho).toBeCloseTo(1, 5);
  // Shares of 0.2 whose variance is that of chance, 0.2 * 0.8 / 20.
  const chance = { page_missing: 10, page_squares: 50 * (0.04 + 0.008), pages: 50, page_inverse: 2.5 };
  expect(fieldBaseline([day(1, chance)]).rho).toBeCloseTo(0, 5);
});

test.each([
  ["missing", { filled: 700, unread: 5 }],
  ["unread", { filled: 880, unread: 105 }],
  ["range", { p50: 90_000 }],
  [null, { filled: 960 }],
  [null, { rows: 150, filled: 0 }],
])("a day is called %s off", (off, over) => {
  expect(cellsOf([...usual, day(0, over)], TODAY)).toMatchObject([{ day: TODAY, off, baseline_days: 14 }]);
});

test("nothing is off while there are fewer than three days to compare with", () => {
  expect(cellsOf([...usual.slice(0, 2), day(0, { filled: 0 })], TODAY)).toMatchObject([
    { off: null, expected_fill_rate: null, fill_rate_low: null },
  ]);
});

test("the report names what is off, the farthest first, and the rows of each kind", () => {
  const titles = [...usual, day(0, { filled: 500 })].map((one) => ({ ...one, field: "title" }));
  const rows = [...titles, ...usual, day(0, { filled: 800, newest_at: 9 })];
  const report = reportOf(rows, TODAY, { batches: 2, rows: 60 }, 5);
  expect(report.off.map(({ field }) => field)).toEqual(["title", "salary"]);
  expect(report.kinds).toMatchObject([{ platform: "boss", rows: 1000, expected_rows: 1000, newest_at: 9 }]);
  expect(report).toMatchObject({ day: TODAY, made_at: 5, quarantine: { batches: 2, rows: 60 } });
});
