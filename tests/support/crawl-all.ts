/** Crawls searches on all platforms to their end. */
import type { Keyword } from "../../shared/contracts/keyword.ts";
import { PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import type { System } from "./system.ts";
import { until } from "./until.ts";

export interface Search {
  keyword: string;
  city: string;
}

/** One call of POST /keywords/batch takes at most this many items. */
const ITEMS_A_CALL = 1000;
/** The largest crawl takes a minute where nothing else runs. */
const CRAWL_MS = 600_000;

/** Adds every search on every platform, fires one tick, and waits until all are done. */
export async function crawlAll(system: System, searches: Search[]): Promise<Keyword[]> {
  const items = PLATFORMS.flatMap((platform) =>
    searches.map((search) => ({ ...search, platform, channel: "web" as const, priority: 5 })),
  );
  for (let start = 0; start < items.length; start += ITEMS_A_CALL) {
    await system.add(items.slice(start, start + ITEMS_A_CALL));
  }
  await system.tick();
  return until(
    "all keywords to be done",
    async () => {
      const all = await system.keywords();
      return all.length === items.length && all.every(({ state }) => state === "done") && all;
    },
    CRAWL_MS,
  );
}
