/**
 * How much of the market is held, as figure cards say it: the estimates of all large cities of each platform, made ahead
 * together with the figures, because one of them takes longer than a figure may.
 */
import { z } from "zod";
import type { Maybe } from "../../shared/contracts/figures.ts";
import { isEmptyFilter, type JobFilter } from "../../shared/contracts/job-filter.ts";
import { Platform } from "../../shared/contracts/platform.ts";
import type { Period } from "../../shared/domain/china-day.ts";
import { HOUR_MS } from "../../shared/time.ts";
import type { CellFigures } from "../coverage/estimate-cells.ts";
import type { FigureStore } from "./figure-store.ts";

/** Cities of a platform that are estimated, those with most postings first: some seconds of work at 5,000,000 postings. */
const MAX_CELLS = 200;
/** Coverage moves slowly. */
const MAX_AGE_MS = 6 * HOUR_MS;
/** Share of a figure's postings that lie in cities with an estimate; with fewer nothing is said. */
const MIN_ESTIMATED = 0.9;
const NAME = "market_coverage/1";

const MarketCoverage = z.object({
  period: z.object({ from: z.string(), to: z.string() }),
  made_at: z.number(),
  cells: z.array(
    z.object({
      platform: Platform,
      /** Empty: postings that name none. */
      city: z.string(),
      held: z.number(),
      /** Null where it can't be estimated. */
      total: z.number().nullable(),
    }),
  ),
});
export type MarketCoverage = z.infer<typeof MarketCoverage>;

/** @returns whether the filter names nothing but platforms, cities, a period and what to do with duplicates */
export const isMarketFilter = ({
  platform: _,
  city: __,
  from: ___,
  to: ____,
  duplicates: _____,
  ...other
}: JobFilter): boolean => isEmptyFilter(other);

/**
 * @param market null before the first estimate
 * @param n postings of the figure
 * @returns held ÷ estimated total of the cities and platforms of the filter
 */
export function coverageOf(
  market: MarketCoverage | null,
  { filter, period }: { filter: JobFilter; period: Period },
  n: number,
): Maybe {
  const none = (reason: "not_estimated" | "too_few_keywords"): Maybe => ({ value: null, reason });
  if (market === null || !isMarketFilter(filter)) return none("not_estimated");
  if (market.period.from !== period.from || market.period.to !== period.to) return none("not_estimated");
  const isAsked = <Value>(asked: readonly Value[] | undefined, value: Value) =>
    !asked?.length || asked.includes(value);
  const cells = market.cells.filter(
    ({ platform, city }) => isAsked(filter.platform, platform) && isAsked(filter.city, city),
  );
  let held = 0;
  let total = 0;
  for (const cell of cells) {
    if (cell.total === null) continue;
    held += cell.held;
    total += cell.total;
  }
  if (held === 0 || held < n * MIN_ESTIMATED) return none("too_few_keywords");
  return { value: Math.min(1, Math.round((held / total) * 1e4) / 1e4), reason: null };
}

export interface MarketCoverageStore {
  read(): Promise<MarketCoverage | null>;
  /** Estimates anew for another period, or after some hours. @param now Unix ms */
  refresh(period: Period, now: number): Promise<MarketCoverage>;
}

/** @param byCity as {@link CellFigures} says, those with most postings first */
export function createMarketCoverage(
  figures: FigureStore,
  byCity: (filter: JobFilter, period: Period, limit: number) => Promise<CellFigures[]>,
): MarketCoverageStore {
  const read = async () => MarketCoverage.nullable().parse(await figures.read(NAME));
  return {
    read,
    async refresh(period, now) {
      const last = await read();
      const isFresh = last?.period.to === period.to && last.period.from === period.from;
      if (last && isFresh && now < last.made_at + MAX_AGE_MS) return last;
      const cells = await byCity({}, period, MAX_CELLS);
      const market: MarketCoverage = {
        period,
        made_at: now,
        cells: cells.map(({ platform, cell, held, estimate }) => ({
          platform,
          city: cell,
          held,
          total: estimate?.total ?? null,
        })),
      };
      await figures.save([{ name: NAME, body: market }], now);
      return market;
    },
  };
}
