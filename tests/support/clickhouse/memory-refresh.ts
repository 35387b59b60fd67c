/** What a refresh keeps and holds, in memory. */
import type { LockApi } from "../../../shared/contracts/lock.ts";
import type { FactRefresh } from "../../../workers/db/facts-schema.ts";
import type { RefreshStore } from "../../../workers/facts/refresh-store.ts";

/** Keeps one refresh, as D1 does. */
export function memoryStore(kept: FactRefresh | null = null): RefreshStore {
  let last = kept;
  return {
    read: async () => last,
    async save(refresh, error = null) {
      last = { name: "memory", ...refresh, error };
    },
    async fail(error) {
      if (last) last = { ...last, error };
    },
  };
}

/** A lock that nobody else holds. */
export const FREE_LOCK: Pick<LockApi, "acquire" | "release"> = {
  acquire: async (owner) => ({ ok: true, grant: { owner, fence: 1, expires_at: 0 } }),
  release: async () => true,
};
