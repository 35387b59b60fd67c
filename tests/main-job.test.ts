/** The main job end to end: keywords in by the API, one tick, every posting of the boards in ClickHouse. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PLATFORMS } from "../shared/contracts/platform.ts";
import { type System, startSystem, until } from "./support/system.ts";

const SEARCHES = [
  { keyword: "Java", city: "上海" },
  { keyword: "Python", city: "全国" },
  { keyword: "工程师", city: "深圳" },
  { keyword: "没有这样的职位", city: "北京" },
];

describe("the main job", () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system?.close());

  it("brings every posting of the searches into ClickHouse, once", async () => {
    await system.add(
      PLATFORMS.flatMap((platform) =>
        SEARCHES.map((search) => ({ ...search, platform, channel: "web" as const, priority: 5 })),
      ),
    );
    await system.tick();
    const keywords = await until("all keywords to be done", async () => {
      const all = await system.keywords();
      return all.length > 0 && all.every(({ state }) => state === "done") && all;
    });
    expect(keywords).toHaveLength(PLATFORMS.length * SEARCHES.length);
    await until("the spool to drain", async () => (await system.ingest()).waiting_batches === 0);

    for (const platform of PLATFORMS) {
      const held = await system.heldIds(platform, SEARCHES);
      expect(held.size).toBeGreaterThan(50);
      const raw = await system.rows<{ job_key: string }>(
        "SELECT job_key FROM raw_jobs WHERE platform = {platform:String}",
        { platform },
      );
      expect(raw).toHaveLength(held.size);
      expect(new Set(raw.map((row) => row.job_key))).toEqual(held);
      const [counts] = await system.rows<{ jobs: string; per_day: string }>(
        `SELECT (SELECT count() FROM jobs FINAL WHERE platform = {platform:String}) AS jobs,
                (SELECT sum(jobs) FROM jobs_per_day_counts WHERE platform = {platform:String}) AS per_day`,
        { platform },
      );
      expect(Number(counts?.jobs)).toBe(held.size);
      expect(Number(counts?.per_day)).toBe(held.size);
    }
    for (const { run, keyword } of keywords) {
      expect(run?.distinct, keyword).toBe(run?.reported);
    }
  });
});
