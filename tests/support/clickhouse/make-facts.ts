/** Makes `job_facts` from the stored rows, as the scheduled job does. */
import { clickHouseClient } from "../../../workers/clickhouse/client.ts";
import type { FactRefresh } from "../../../workers/db/facts-schema.ts";
import { refreshFacts } from "../../../workers/facts/refresh-facts.ts";
import type { ScratchClickHouse } from "./scratch.ts";

export async function makeFacts(ch: Pick<ScratchClickHouse, "config">): Promise<void> {
  let saved: FactRefresh | null = null;
  await refreshFacts(
    {
      clickhouse: clickHouseClient(ch.config),
      store: {
        read: async () => saved,
        save: async (refresh) => {
          saved = { name: "job_facts", ...refresh, error: null };
        },
        fail: async () => undefined,
      },
      lock: {
        acquire: async (owner) => ({ ok: true, grant: { owner, fence: 1, expires_at: 0 } }),
        release: async () => true,
      },
      newestStored: async () => null,
      clock: { now: Date.now },
    },
    "test",
    true,
  );
}
