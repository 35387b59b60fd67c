/** The life of postings over a real ClickHouse, without the API. */
import { keywordCoverageLine } from "../../../shared/tables/coverage.ts";
import { insertLines } from "../../../workers/clickhouse/insert.ts";
import { type LifeServices, refreshLife } from "../../../workers/life/refresh-life.ts";
import { FREE_LOCK, memoryStore } from "../clickhouse/make-facts.ts";
import { figureRig } from "../figures/figure-rig.ts";
import { matchAllJobs } from "../same-job/match-all.ts";

/** A crawl as the ledger exports it; times in Unix ms. */
export interface ExportedCrawl {
  run: string;
  search: string;
  city?: string;
  started: number;
  finished: number;
  distinct: number;
  reported: number;
  complete: boolean;
}

export async function lifeRig() {
  const rig = await figureRig();
  let token = 0;
  const services: LifeServices = {
    clickhouse: rig.clickhouse,
    store: memoryStore(),
    lock: FREE_LOCK,
    refreshFacts: () => rig.refresh(),
    newestStored: async () => rig.clock.now(),
    clock: rig.clock,
    logger: rig.logger,
  };
  return {
    ...rig,
    services,
    exportCrawls: (crawls: readonly ExportedCrawl[]) =>
      insertLines(
        rig.clickhouse,
        "keyword_coverage",
        crawls.map(({ run, search, city = "北京", started, finished, distinct, reported, complete }) =>
          keywordCoverageLine("qcwy", {
            ...{ keyword: search, city, channel: "web", run_id: run, started_at: started, at: finished },
            ...{ distinct, reported, complete },
          }),
        ),
        `life-${token++}`,
      ),
    /** Makes job_facts current and finds the same job, as the scheduled jobs do before a pass. */
    async match() {
      await rig.refresh();
      await matchAllJobs(rig.ch);
    },
    /** Refreshes job_facts before a pass, and not after it. */
    refreshOnce() {
      let calls = 0;
      return async () => (calls++ === 0 ? rig.refresh() : undefined);
    },
    /** @param changed services that fail, or others */
    live: (changed: Partial<LifeServices> = {}) => refreshLife({ ...services, ...changed }, "test", true),
    /** Rows of a query as objects. */
    async rows<Row>(sql: string): Promise<Row[]> {
      const text = await rig.ch.ask(`${sql} FORMAT JSONEachRow`);
      return text === "" ? [] : text.split("\n").map((line) => JSON.parse(line) as Row);
    },
  };
}
