/**
 * Figures over generated postings, as the API computes them: p95 of those computed ahead, with one filter and with two,
 * the trend of a year, and how those computed ahead grow with the table.
 */
import { FIGURE_DIMENSIONS } from "../shared/contracts/figures.ts";
import type { JobFilter } from "../shared/contracts/job-filter.ts";
import { addDays, chinaDayOf } from "../shared/domain/china-day.ts";
import { FREE_LOCK, memoryStore, SILENT } from "../tests/support/clickhouse/make-facts.ts";
import { askOf } from "../workers/clickhouse/ask.ts";
import { clickHouseClient } from "../workers/clickhouse/client.ts";
import { createCoverageQueries } from "../workers/coverage/coverage-queries.ts";
import { createFigures, type FigureService } from "../workers/figures/create-figures.ts";
import type { FigureName, OptionsOf } from "../workers/figures/figure-list.ts";
import { LOADED_UNTIL } from "./facts/load-facts.ts";
import { loadedMarket } from "./facts/market.ts";
import type { Bench } from "./options.ts";
import type { Result } from "./result.ts";
import { PASSWORD, type Rig } from "./rig.ts";
import { median, quantile, spread, withSteal } from "./rounds.ts";

/** The smaller table has a tenth of the postings. */
const TENTH = 10;

interface Call<Name extends FigureName = FigureName> {
  name: Name;
  filter: JobFilter;
  options: OptionsOf<Name>;
}
const call = <Name extends FigureName>(
  name: Name,
  filter: JobFilter,
  options: OptionsOf<Name>,
): Call<Name> => ({
  name,
  filter,
  options,
});

const distributions = (filter: JobFilter) => [
  call("overview", filter, {}),
  ...FIGURE_DIMENSIONS.map((dimension) => call("distribution", filter, { dimension })),
];
const ONE: JobFilter[] = [
  { city: ["上海"] },
  { experience: ["3-5"] },
  { degree: ["bachelor"] },
  { platform: ["boss"] },
  { skill: ["Java"] },
];
const TWO: JobFilter[] = [
  { city: ["上海"], experience: ["3-5"] },
  { degree: ["bachelor"], salary_band: ["10000-15000"] },
  { platform: ["qcwy"], skill: ["Python"] },
];
const YEAR: JobFilter = { from: addDays(chinaDayOf(LOADED_UNTIL), -364), to: chinaDayOf(LOADED_UNTIL) };

async function market(rig: Rig, rows: number, bench: Bench) {
  const { progress } = bench;
  const { url, database } = await loadedMarket(rig, rows, bench);
  const clickhouse = clickHouseClient({
    CLICKHOUSE_URL: url,
    CLICKHOUSE_USER: "default",
    CLICKHOUSE_PASSWORD: PASSWORD,
    CLICKHOUSE_DATABASE: database,
  });
  const current = { through: LOADED_UNTIL, startedAt: LOADED_UNTIL, finishedAt: LOADED_UNTIL, rows };
  const byCity = createCoverageQueries(
    clickhouse,
    () => ({ pageSize: 20, capRows: 1000 }),
    askOf(clickhouse),
  ).byCity;
  const figures = createFigures({
    clickhouse,
    byCity,
    stores: {
      facts: memoryStore({ name: "job_facts", ...current, error: null }),
      state: memoryStore(),
      checks: memoryStore(),
    },
    factsLock: FREE_LOCK,
    refreshFacts: async () => null,
    clock: { now: () => Date.now() },
    logger: SILENT,
  });
  const report = await figures.refresh();
  const ms = report.skipped === null ? report.ms : Number.NaN;
  progress(`figures: all computed ahead over ${rows} postings in ${(ms / 1000).toFixed(1)} s`);
  return { figures, ms };
}

/** @returns ms of each call, one after another */
async function timesOf(figures: FigureService, calls: Call[]): Promise<{ ms: number; what: string }[]> {
  const times: { ms: number; what: string }[] = [];
  for (const { name, filter, options } of calls) {
    const startedAt = performance.now();
    await figures.compute(name, { filter, version: undefined, options, limit: 20 });
    times.push({
      ms: performance.now() - startedAt,
      what: `${name} ${JSON.stringify(options)} ${JSON.stringify(filter)}`,
    });
  }
  return times;
}

export async function benchFigures(rig: Rig, bench: Bench): Promise<Result[]> {
  const { rounds, postings, progress } = bench;
  const small = await market(rig, Math.max(1, Math.round(postings / TENTH)), bench);
  const large = await market(rig, postings, bench);
  const against = `${postings.toLocaleString("en-US")} generated postings, the service of the API without HTTP`;

  const measured = async (what: string, target: number | null, figures: FigureService, calls: Call[]) => {
    const kept: number[] = [];
    const steals: number[] = [];
    let slowest = { ms: 0, what: "" };
    await timesOf(figures, calls.slice(0, 3));
    for (let round = 0; round < rounds; round++) {
      const { value, steal } = await withSteal(() => timesOf(figures, calls));
      kept.push(
        quantile(
          value.map(({ ms }) => ms),
          0.95,
        ),
      );
      steals.push(steal);
      for (const one of value) if (one.ms > slowest.ms) slowest = one;
    }
    progress(`figures: ${what}: p95 ${median(kept).toFixed(1)} ms`);
    const result: Result = {
      what,
      against,
      target: target === null ? null : { is: "at most", value: target },
      unit: "ms",
      ...spread(kept),
      rounds,
      repeated: 0,
      steal: Math.max(...steals),
      notes: [`p95 over ${calls.length} calls a round; slowest ${slowest.ms.toFixed(0)} ms: ${slowest.what}`],
    };
    return result;
  };

  const ahead = await measured(
    "figures: overview and distributions without filter, p95",
    50,
    large.figures,
    distributions({}),
  );
  const aheadSmall = await measured("the same over a tenth", null, small.figures, distributions({}));
  const ratios = [ahead.median / aheadSmall.median, ahead.min / aheadSmall.max, ahead.max / aheadSmall.min];
  const results = [
    ahead,
    await measured("figures: one filter, p95", 300, large.figures, ONE.flatMap(distributions)),
    await measured("figures: two filters, p95", 400, large.figures, TWO.flatMap(distributions)),
    await measured(
      "figures: trend of a year, p95",
      200,
      large.figures,
      Array(5).fill(call("trend", YEAR, {})),
    ),
    await measured("figures: salaries by city, one filter, p95", null, large.figures, [
      ...ONE.map((filter) => call("salary", filter, { by: "city" as const, sort: "median" as const })),
    ]),
    await measured("figures: skill value, p95", null, large.figures, [
      call("skill_value", {}, { skill: "Spark" }),
    ]),
  ];
  const growth: Result = {
    ...ahead,
    what: "figures computed ahead: ten times the postings ÷ once",
    target: { is: "at most", value: 2 },
    unit: "ratio",
    median: ratios[0] ?? Number.NaN,
    min: ratios[1] ?? Number.NaN,
    max: ratios[2] ?? Number.NaN,
    notes: [
      `computing all ahead takes ${(small.ms / 1000).toFixed(1)} s and ${(large.ms / 1000).toFixed(1)} s, at most a twentieth of the time`,
    ],
  };
  return [...results, growth];
}
