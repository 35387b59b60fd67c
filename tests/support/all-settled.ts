/** Crawls searches on all platforms to their end and compares ClickHouse with what the boards hold. */
import { expect } from "vitest";
import type { Keyword } from "../../shared/contracts/keyword.ts";
import { PLATFORMS } from "../../shared/contracts/platform.ts";
import { type System, until } from "./system.ts";

export interface Search {
  keyword: string;
  city: string;
}

/** Most items of one call of POST /keywords/batch. */
const ITEMS_A_CALL = 1000;

/** Adds every search on every platform, fires one tick, and waits until all are done and the spool is empty. */
export async function crawlAll(system: System, searches: Search[], timeoutMs: number): Promise<Keyword[]> {
  const items = PLATFORMS.flatMap((platform) =>
    searches.map((search) => ({ ...search, platform, channel: "web" as const, priority: 5 })),
  );
  for (let start = 0; start < items.length; start += ITEMS_A_CALL) {
    await system.add(items.slice(start, start + ITEMS_A_CALL));
  }
  await system.tick();
  const keywords = await until(
    "all keywords to be done",
    async () => {
      const all = await system.keywords();
      return all.length === items.length && all.every(({ state }) => state === "done") && all;
    },
    timeoutMs,
  );
  await until("the spool to drain", async () => (await system.ingest()).waiting_batches === 0, timeoutMs);
  return keywords;
}

/** Stored = distinct = what the boards hold for the searches, on every platform, and per-day counts agree. */
export async function expectAllStored(system: System, searches: Search[]): Promise<void> {
  for (const platform of PLATFORMS) {
    const held = await system.heldIds(platform, searches);
    const raw = await system.rows<{ job_key: string }>(
      "SELECT job_key FROM raw_jobs WHERE platform = {platform:String}",
      { platform },
    );
    expect(new Set(raw.map((row) => row.job_key)), platform).toEqual(held);
    expect(raw, platform).toHaveLength(held.size);
    const [counts] = await system.rows<{ stored: string; per_day: string }>(
      `SELECT (SELECT count() FROM jobs FINAL WHERE platform = {platform:String}) AS stored,
              (SELECT sum(jobs) FROM jobs_per_day_counts WHERE platform = {platform:String}) AS per_day`,
      { platform },
    );
    expect([Number(counts?.stored), Number(counts?.per_day)], platform).toEqual([held.size, held.size]);
  }
}
