/**
 * Exports how completely each search was read to ClickHouse, by the hour. While ClickHouse is down it waits in the
 * ledgers; a search that was read again meanwhile then exports its newest reading only.
 */
import { keywordCoverageLine } from "../../../shared/tables/coverage.ts";
import type { ScheduledJob } from "../job.ts";

/** Rows per insert. */
const BATCH = 5000;
/** Inserts of one ledger in one run; the rest waits for the next run. */
const MAX_BATCHES = 50;

export const exportCoverage: ScheduledJob = {
  name: "export-coverage",
  cron: "41 * * * *",
  timeZone: "Asia/Shanghai",
  async run({ allLedgers, insertCoverage }, { logger }) {
    let rows = 0;
    for (const ledger of allLedgers()) {
      for (let batch = 0; batch < MAX_BATCHES; batch++) {
        const { platform, shard, searches, through } = await ledger.coverageToExport(BATCH);
        if (searches.length === 0) break;
        const lines = searches.map((search) => keywordCoverageLine(platform, search));
        await insertCoverage(lines, `coverage ${platform}:${shard} ${searches[0]?.at}-${through}`);
        await ledger.coverageExported(through);
        rows += searches.length;
        // The ledger answers less than a whole batch too when more follow: readings of one moment come together.
        if (searches.length < BATCH / 2) break;
      }
    }
    if (rows > 0) logger.info("coverage.exported", { rows });
  },
};
