/**
 * Every answer that counts postings, by its name: what must be as it was when a decision is undone. Each is a line of JSON
 * without the time of its computation.
 */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { JobFilter } from "../../../shared/contracts/job-filter.ts";
import { FACETS } from "../../../shared/contracts/job-search.ts";
import { DUPLICATES, PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { DAY_MS } from "../../../shared/time.ts";
import { createJobQueries } from "../../../workers/clickhouse/job-queries.ts";
import { createCoverageQueries } from "../../../workers/coverage/coverage-queries.ts";
import { createClickHouseSource } from "../../../workers/exports/clickhouse-source.ts";
import type { FigureName, OptionsOf } from "../../../workers/figures/figure-list.ts";
import type { figureRig } from "./figure-rig.ts";

interface Figured {
  compute: Awaited<ReturnType<typeof figureRig>>["compute"];
  clickhouse: ClickHouseClient;
  clock: { now(): number };
}

/** What each figure is asked: dimensions share their code, so that one or two of them stand for all. */
const ASKED: { [Name in FigureName]: readonly OptionsOf<Name>[] } = {
  overview: [{}],
  trend: [{}],
  distribution: [{ dimension: "city" }, { dimension: "skill" }],
  salary: [{ by: "city", sort: "median" }],
  salary_matrix: [{}],
  skill_value: [{ skill: "Java" }],
  companies: [{}],
  rising_skills: [{ direction: "rising" }],
  reposts: [{}],
  life: [{ by: null }],
  working_time: [{}],
  comparison: [{ by: "platform" }],
};

/** @param filter of the figures; none when left out */
export async function everyAnswer(
  { compute, clickhouse, clock }: Figured,
  filter: JobFilter = {},
): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  const note = (name: string, body: unknown) => {
    answers[name] = JSON.stringify(body, (key, value) =>
      key === "as_of" || key === "pre_aggregated" ? undefined : value,
    );
  };
  for (const [name, asked] of Object.entries(ASKED) as [FigureName, readonly object[]][])
    for (const options of asked)
      note([name, ...Object.values(options)].join(" ").trim(), await compute(name, filter, options as never));

  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const period = { from: day(clock.now() - 90 * DAY_MS), to: day(clock.now()) };
  const jobs = createJobQueries(clickhouse);
  const coverage = createCoverageQueries(clickhouse, () => ({ pageSize: 20, capRows: 1000 }));
  const source = createClickHouseSource(clickhouse);
  note("market index", await coverage.marketIndex(PLATFORMS, period));
  note("coverage by keywords", await coverage.byGroup(PLATFORMS, period, 100));
  for (const duplicates of DUPLICATES) {
    const own = { ...filter, duplicates };
    note(`coverage by city, ${duplicates}`, await coverage.byCity(own, period, 100));
    note(`facets, ${duplicates}`, await jobs.facets(own, FACETS));
    note(`count, ${duplicates}`, await jobs.count(own, true));
    note(`export of jobs, ${duplicates}`, await source.count("jobs", own));
    const found = await jobs.search({ filter: own, sort: "newest", limit: 1000 });
    note(`search, ${duplicates}`, found);
  }
  return answers;
}

/** @returns the names of the answers that differ */
export const changedAnswers = (one: Record<string, string>, other: Record<string, string>): string[] =>
  Object.keys(one).filter((name) => one[name] !== other[name]);
