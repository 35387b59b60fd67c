/** Makes `job_facts` from the stored rows, as the scheduled job does. */
import { clickHouseClient } from "../../../workers/clickhouse/client.ts";
import { refreshFacts } from "../../../workers/facts/refresh-facts.ts";
import { FREE_LOCK, memoryStore } from "./memory-refresh.ts";
import type { ScratchClickHouse } from "./scratch.ts";

export async function makeFacts(ch: Pick<ScratchClickHouse, "config">): Promise<void> {
  await refreshFacts(
    {
      clickhouse: clickHouseClient(ch.config),
      store: memoryStore(),
      lock: FREE_LOCK,
      newestStored: async () => null,
      clock: { now: Date.now },
    },
    "test",
    true,
  );
}
