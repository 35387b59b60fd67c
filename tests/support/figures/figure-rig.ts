/** The figures over a real ClickHouse that holds a market, without the API. */
import type { JobFilter } from "../../../shared/contracts/job-filter.ts";
import { EMPTY_POSTING } from "../../../shared/tables/jobs.ts";
import { clickHouseClient } from "../../../workers/clickhouse/client.ts";
import { type InsertTable, insertLines } from "../../../workers/clickhouse/insert.ts";
import { createCoverageQueries } from "../../../workers/coverage/coverage-queries.ts";
import { refreshFacts } from "../../../workers/facts/refresh-facts.ts";
import { createFigures } from "../../../workers/figures/create-figures.ts";
import type { BodyOf, FigureName, OptionsOf } from "../../../workers/figures/figure-list.ts";
import { basePublisher, FREE_LOCK, memoryStore, SILENT } from "../clickhouse/make-facts.ts";
import { type ScratchClickHouse, scratchClickHouse } from "../clickhouse/scratch.ts";
import { companyIdOf, MARKET_END, type MarketPosting, sightingsOf } from "./market.ts";

/** The rows of one name are one company on all platforms. */
const linksOf = (postings: readonly MarketPosting[]) => [
  ...new Map(
    postings.map(({ job: { platform, company_key } }) => [
      `${platform} ${company_key}`,
      {
        ...{ platform, company_key, company_id: companyIdOf(company_key), parent_id: "" },
        ...{ how: "name", evidence: "{}", decided_at: MARKET_END },
      },
    ]),
  ).values(),
];

export async function figureRig() {
  const ch: ScratchClickHouse = await scratchClickHouse({ migrated: true });
  const clickhouse = clickHouseClient(ch.config);
  const stores = { facts: memoryStore(), state: memoryStore(), checks: memoryStore() };
  const clock = { at: MARKET_END, now: () => clock.at };
  const skills = basePublisher(ch);
  let token = 0;
  const insert = (table: InsertTable, rows: readonly object[]) =>
    insertLines(
      clickhouse,
      table,
      rows.map((row) => JSON.stringify(row)),
      `rig-${token++}`,
    );
  const refresh = () =>
    refreshFacts(
      {
        clickhouse,
        store: stores.facts,
        lock: FREE_LOCK,
        skills,
        newestStored: async () => clock.at,
        clock,
        logger: SILENT,
      },
      "rig",
      true,
    );
  const byCity = createCoverageQueries(clickhouse, () => ({ pageSize: 20, capRows: 1000 })).byCity;
  const figures = createFigures({
    clickhouse,
    byCity,
    stores,
    factsLock: FREE_LOCK,
    refreshFacts: refresh,
    clock,
    logger: SILENT,
  });
  return {
    ch,
    clickhouse,
    byCity,
    stores,
    clock,
    logger: SILENT,
    figures,
    insert,
    refresh,
    async load(postings: readonly MarketPosting[]) {
      await insert(
        "jobs",
        postings.map(({ job }) => job),
      );
      const details = postings.flatMap(({ job, detail }) =>
        detail ? [{ ...EMPTY_POSTING, ...job, ...detail }] : [],
      );
      if (details.length > 0) await insert("job_details", details);
      await insert("company_links", linksOf(postings));
      await insert("job_sightings", postings.flatMap(sightingsOf));
      await refresh();
    },
    /** @param limit values shown at most */
    compute: <Name extends FigureName>(
      name: Name,
      filter: JobFilter,
      options: OptionsOf<Name>,
      { limit = 100, version }: { limit?: number; version?: number } = {},
    ): Promise<BodyOf<Name>> => figures.compute(name, { filter, version, options, limit }),
  };
}
