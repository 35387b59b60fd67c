/** What a card says of coverage: held ÷ estimated total of the cities that the filter names, or why it can't be said. */
import { expect, test } from "vitest";
import type { JobFilter } from "../../shared/contracts/job-filter.ts";
import { coverageOf, createMarketCoverage, type MarketCoverage } from "./market-coverage.ts";

const period = { from: "2026-10-24", to: "2026-11-22" };
const market: MarketCoverage = {
  period,
  made_at: 0,
  cells: [
    { platform: "boss", city: "上海", held: 900, total: 1000 },
    { platform: "qcwy", city: "上海", held: 300, total: 600 },
    { platform: "boss", city: "北京", held: 100, total: null },
  ],
};
const of = (filter: JobFilter, n: number, over = period) =>
  coverageOf(market, { filter: { ...filter, ...over }, period: over }, n);

test("is that of the cities and platforms that the filter names", () => {
  expect(of({ city: ["上海"], platform: ["boss"] }, 900)).toEqual({ value: 0.9, reason: null });
  expect(of({ city: ["上海"] }, 1200)).toEqual({ value: 0.75, reason: null });
  expect(of({}, 1300)).toEqual({ value: 0.75, reason: null });
  expect(of({ platform: ["boss", "qcwy"], city: [] }, 1300)).toEqual({ value: 0.75, reason: null });
});

test("is not said where a tenth of the postings lies where nothing can be estimated", () => {
  expect(of({}, 1400)).toEqual({ value: null, reason: "too_few_keywords" });
  expect(of({ city: ["北京"] }, 100)).toEqual({ value: null, reason: "too_few_keywords" });
  expect(of({ city: ["杭州"] }, 0)).toEqual({ value: null, reason: "too_few_keywords" });
});

test("is not said of another period, nor of a part of the postings of a city", () => {
  expect(of({ city: ["上海"], degree: ["bachelor"] }, 500)).toEqual({ value: null, reason: "not_estimated" });
  expect(of({ city: ["上海"] }, 1200, { ...period, from: "2026-10-01" }).reason).toBe("not_estimated");
  expect(coverageOf(null, { filter: {}, period }, 1).reason).toBe("not_estimated");
});

test("is estimated anew for another day, and after six hours", async () => {
  const stored = new Map<string, unknown>();
  let estimates = 0;
  const coverage = createMarketCoverage(
    {
      read: async (name) => stored.get(name) ?? null,
      save: async (figures) => {
        for (const { name, body } of figures) stored.set(name, body);
      },
    },
    async () => {
      estimates++;
      return [];
    },
  );
  const HOUR = 3_600_000;
  await coverage.refresh(period, 0);
  await coverage.refresh(period, 6 * HOUR - 1);
  expect(estimates).toBe(1);
  await coverage.refresh(period, 6 * HOUR);
  expect(estimates).toBe(2);
  await coverage.refresh({ from: "2026-10-25", to: "2026-11-23" }, 6 * HOUR + 1);
  expect(estimates).toBe(3);
  expect(await coverage.read()).toMatchObject({ made_at: 6 * HOUR + 1, cells: [] });
});
