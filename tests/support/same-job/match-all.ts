/** Finds the postings of one job, as the scheduled job does. */
import { clickHouseClient } from "../../../workers/clickhouse/client.ts";
import { type MatchReport, matchJobs } from "../../../workers/duplicates/match-jobs.ts";
import type { RefreshStore } from "../../../workers/facts/refresh-store.ts";
import { FREE_LOCK, memoryStore, SILENT } from "../clickhouse/make-facts.ts";
import type { ScratchClickHouse } from "../clickhouse/scratch.ts";

/**
 * @param stores how far job_facts and the groups are; as if job_facts were current and nothing was compared when left out
 */
export function matchAllJobs(
  ch: Pick<ScratchClickHouse, "config">,
  stores: Partial<Record<"facts" | "store" | "whole", RefreshStore>> = {},
): Promise<MatchReport> {
  const now = Date.now();
  const current = { name: "job_facts", through: now, startedAt: now, finishedAt: now, rows: 0, error: null };
  return matchJobs(
    {
      clickhouse: clickHouseClient(ch.config),
      facts: memoryStore(current),
      store: memoryStore(),
      whole: memoryStore(),
      ...stores,
      lock: FREE_LOCK,
      corrected: async () => {},
      clock: { now: Date.now },
      logger: SILENT,
    },
    "test",
  );
}
