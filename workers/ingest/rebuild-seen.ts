/**
 * Rebuilds SeenIndex from the rows in ClickHouse after an index was lost, or after rows were deleted from ClickHouse.
 * It reads page by page in the order of the keys and saves its position after each, so that a crash repeats one page at
 * most. Ingest continues meanwhile: keys that it marks after the rebuild was requested stay unchanged. A stored row whose
 * key is not restored yet counts as new and is inserted once more; the tables' sorting keys remove the copy.
 */

import type { Clock } from "../../shared/clock.ts";
import type { SeenClient } from "../../shared/contracts/seen-index.ts";
import type { Logger } from "../../shared/log.ts";
import type { SeenRebuild } from "../db/seen-schema.ts";
import type { ReadStored } from "./read-stored.ts";
import type { RebuildStore } from "./rebuild-store.ts";

/** Keys per page; an index writes 5,000 per statement. */
const PAGE = 10_000;

export interface RebuildServices {
  seen: Pick<SeenClient, "restore" | "count">;
  store: Pick<RebuildStore, "next" | "save">;
  readStored: ReadStored;
  clock: Clock;
  logger: Logger;
}

/**
 * Continues the running rebuilds, one page of each in turn, until all are finished or the time is over. The next call
 * continues at the saved position, even after an error.
 * @param deadline Unix ms; no page is started after it
 * @returns keys restored by this call
 * @throws when ClickHouse or an index does not answer; the rebuild keeps its position and stores the error
 */
export async function rebuildSeenIndex(services: RebuildServices, deadline: number): Promise<number> {
  const { store, clock, logger } = services;
  let restored = 0;
  while (clock.now() < deadline) {
    const rebuild = await store.next();
    if (rebuild === null) break;
    try {
      restored += await rebuildPage(services, rebuild);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const { platform, type } = rebuild;
      logger.warn("seen.rebuild-failed", { platform, type, after_key: rebuild.afterKey, error: message });
      await store.save(rebuild, { error: message, updatedAt: clock.now() });
      throw error;
    }
  }
  return restored;
}

async function rebuildPage(services: RebuildServices, rebuild: SeenRebuild): Promise<number> {
  const { seen, store, readStored, clock, logger } = services;
  const { platform, type, afterKey, requestedAt } = rebuild;
  const { records, next } = await readStored(platform, type, afterKey, PAGE);
  await seen.restore(platform, type, records, { after: afterKey, up_to: next, before: requestedAt });
  const restored = rebuild.restored + records.length;
  const now = clock.now();
  if (next !== null) {
    await store.save(rebuild, { afterKey: next, restored, error: null, updatedAt: now });
    return records.length;
  }
  const indexKeys = await seen.count(platform, type);
  const ended = { restored, indexKeys, error: null, updatedAt: now, finishedAt: now };
  if (await store.save(rebuild, ended)) logger.info("seen.rebuilt", { platform, type, restored, indexKeys });
  return records.length;
}
