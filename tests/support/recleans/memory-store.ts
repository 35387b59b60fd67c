/** Keeps re-cleans in memory, as D1 does. */
import { isMoving } from "../../../shared/contracts/recleans.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import type { RecleanRecord } from "../../../workers/db/reclean-schema.ts";
import type { RecleanStore } from "../../../workers/recleans/reclean-store.ts";

export function memoryRecleans(): RecleanStore {
  const runs = new Map<string, RecleanRecord>();
  const put = (run: RecleanRecord) => {
    const others = [...runs.values()].filter(({ id }) => id !== run.id);
    const isTaken = others.some(
      (other) => isMoving(other) && other.platform === run.platform && other.dataType === run.dataType,
    );
    if (isMoving(run) && isTaken) throw new ApiError("invalid_state", "another one moves");
    runs.set(run.id, structuredClone(run));
    return run;
  };
  return {
    add: async (wanted) =>
      put({
        ...wanted,
        ...{
          confirmed: false,
          keysTotal: null,
          keysDone: 0,
          afterKey: "",
          fields: [],
          attempts: 0,
          fence: 0,
        },
        ...{ error: null, updatedAt: wanted.createdAt, checkedAt: null, startedBy: null, startedAt: null },
        ...{ undoneBy: null, undoneAt: null, finishedAt: null },
      }),
    list: async (limit) => [...runs.values()].slice(0, limit),
    find: async (id) => structuredClone(runs.get(id) ?? null),
    async save({ id, state }, fence, change) {
      const run = runs.get(id);
      if (!run || run.state !== state || !isMoving(run) || run.fence > fence) return false;
      put({ ...run, ...change, fence });
      return true;
    },
    async decide(id, from, change) {
      const run = runs.get(id);
      if (!run || !from.includes(run.state)) return false;
      put({ ...run, ...change });
      return true;
    },
    later: async ({ id, startedAt }) =>
      [...runs.values()].find(
        (run) =>
          run.id !== id &&
          (run.startedAt ?? 0) > (startedAt ?? 0) &&
          run.state !== "undone" &&
          run.counts.written > 0,
      ) ?? null,
    stale: async (before) => [...runs.values()].filter((run) => isMoving(run) && run.updatedAt < before),
  };
}
