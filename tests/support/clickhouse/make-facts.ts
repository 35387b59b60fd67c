/** Makes `job_facts` from the stored rows, as the scheduled job does; and what it needs of D1 and Lock, in memory. */
import { createLogger } from "../../../shared/log.ts";
import { clickHouseClient } from "../../../workers/clickhouse/client.ts";
import type { FactRefresh } from "../../../workers/db/facts-schema.ts";
import { refreshFacts } from "../../../workers/facts/refresh-facts.ts";
import type { RefreshStore } from "../../../workers/facts/refresh-store.ts";
import { createEffectiveDictionary } from "../../../workers/skills/effective-dictionary.ts";
import { createSkillPublisher, type SkillPublisher } from "../../../workers/skills/publish-dictionary.ts";
import type { ScratchClickHouse } from "./scratch.ts";

/** Keeps one refresh in memory, as D1 does. */
export function memoryStore(kept: FactRefresh | null = null): RefreshStore {
  return {
    read: async () => kept,
    async save(refresh, error = null) {
      kept = { name: "memory", ...refresh, error };
    },
    async confirm(startedAt, finishedAt) {
      if (kept?.startedAt === startedAt) kept = { ...kept, finishedAt };
    },
    async fail(error) {
      if (kept) kept = { ...kept, error };
    },
  };
}

const granted = async (owner: string) => ({ ok: true as const, grant: { owner, fence: 1, expires_at: 0 } });
/** Nobody else ever holds it. */
export const FREE_LOCK = { acquire: granted, renew: granted, release: async () => true };

export const SILENT = createLogger({}, { write: () => {} });

/** Publishes the base list of skills, without edits. */
export function basePublisher({ config }: Pick<ScratchClickHouse, "config">): SkillPublisher {
  const clock = { now: Date.now };
  const edits = { lastNumber: async () => 0, read: async () => ({ number: 0, overrides: new Map() }) };
  const dictionary = createEffectiveDictionary({ edits, state: memoryStore(), clock });
  return createSkillPublisher({ clickhouse: clickHouseClient(config), dictionary, clock });
}

export async function makeFacts(ch: Pick<ScratchClickHouse, "config">): Promise<void> {
  await refreshFacts(
    {
      clickhouse: clickHouseClient(ch.config),
      store: memoryStore(),
      lock: FREE_LOCK,
      skills: basePublisher(ch),
      newestStored: async () => null,
      clock: { now: Date.now },
      logger: SILENT,
    },
    "test",
    true,
  );
}
