/** Searches over the site's cap and searches crawled again reach everything and store nothing twice. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Platform } from "../../shared/contracts/platform.ts";
import { PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import { expectNothingLost } from "../support/invariant.ts";
import { add, history, reached, search, typesOf } from "../support/searches.ts";
import { type System, startSystem } from "../support/system.ts";

const CAP = 60;
const PAGE_SIZES = { boss: 15, qcwy: 20, zhilian: 20 };
/** This many pages without anything new end a re-crawl. */
const EARLY_STOP = { boss: 2, qcwy: 0, zhilian: 1 };

let system: System;
beforeAll(async () => {
  system = await startSystem({
    caps: Object.fromEntries(PLATFORMS.map((platform) => [platform, CAP])),
    platforms: Object.fromEntries(
      PLATFORMS.map((platform) => [platform, { early_stop_pages: EARLY_STOP[platform] }]),
    ),
    // Each page is a commit of its own, so that a run ends exactly where the rule says.
    vars: { COMMIT_MS: 0 },
  });
});
afterAll(() => system?.close());

const rawRows = async (platform: Platform): Promise<number> => {
  const query = "SELECT count() AS n FROM raw_jobs WHERE platform = {platform:String}";
  return Number((await system.rows<{ n: string }>(query, { platform }))[0]?.n);
};

test("splits what is over the cap, by as many filters as it takes, until everything is reached", async () => {
  const ids = await add(system, ...PLATFORMS.map((platform) => search(platform, "Java", "全国")));
  await reached(system, "done", ...ids);
  for (const [index, platform] of PLATFORMS.entries()) {
    const { keyword, parts } = await system.detail(ids[index] ?? "");
    const held = await system.heldIds(platform, [keyword]);
    expect(held.size, "far more than the cap lets through").toBeGreaterThan(4 * CAP);
    expect(keyword.coverage).toMatchObject({ distinct: held.size, reported: held.size });
    expect(keyword.run).toMatchObject({ reported: held.size, distinct: held.size, early_stopped: false });
    const depths = parts.map(({ filters }) => Object.keys(filters).length);
    expect(Math.max(...depths)).toBeGreaterThan(1);
    expect(parts.every(({ state }) => state !== "open")).toBe(true);
    const { pages } = await system.board(platform).statistics();
    const last = Math.max(...pages.map(({ page }) => page));
    expect(last * PAGE_SIZES[platform], "nothing asked for beyond the cap").toBeLessThanOrEqual(CAP);
    expect(pages.every(({ times }) => times === 1)).toBe(true);
  }
  await expectNothingLost(system);
});

test("a re-crawl finds what is new and changed, stops where nothing is, and keeps what is closed", async () => {
  const ids = await add(system, ...PLATFORMS.map((platform) => search(platform, "Java", "上海")));
  await reached(system, "done", ...ids);
  await expectNothingLost(system);

  const gone: Partial<Record<Platform, string[]>> = {};
  for (const [index, platform] of PLATFORMS.entries()) {
    const id = ids[index] ?? "";
    const board = system.board(platform);
    const before = await rawRows(platform);
    const fullPages = (await system.detail(id)).keyword.run?.pages ?? 0;
    expect(fullPages, "long enough to stop early").toBeGreaterThan(EARLY_STOP[platform] + 1);
    const { changed, removed, added } = await board.mutate({
      change: 2,
      add: 3,
      remove: 2,
      keyword: "Java",
      city: "上海",
    });
    gone[platform] = removed;
    await system.act(id, "run");
    await reached(system, "done", id);
    await expectNothingLost(system, { gone });

    const { keyword, parts } = await system.detail(id);
    const stops = EARLY_STOP[platform] > 0;
    expect(keyword.run?.early_stopped).toBe(stops);
    // New postings come first in the list: they are on the first page and not on the next ones.
    expect(keyword.run?.pages).toBe(stops ? 1 + EARLY_STOP[platform] : fullPages);
    expect(parts.map(({ state }) => state)).toEqual(["done"]);
    // A run that stopped early lowers no coverage, and counts what it found.
    const { distinct = 0, reported = 0 } = keyword.coverage ?? {};
    expect(distinct).toBeGreaterThanOrEqual(reported);
    expect(reported).toBe((await system.heldIds(platform, [keyword])).size);
    expect(typesOf(await history(system, id)).filter((type) => type === "done")).toHaveLength(2);
    expect(await rawRows(platform), "new ones and new versions only").toBe(
      before + added.length + changed.length,
    );
    const versions = await system.rows<{ job_key: string; versions: string; salaries: string }>(
      `SELECT job_key, uniqExact(content_hash) AS versions, uniqExact(ifNull(salary_text, '')) AS salaries FROM jobs
       WHERE platform = {platform:String} GROUP BY job_key HAVING versions > 1 ORDER BY job_key`,
      { platform },
    );
    expect(versions.map((row) => row.job_key)).toEqual(changed.sort());
    expect(versions.every((row) => Number(row.versions) === 2 && Number(row.salaries) === 2)).toBe(true);
    const open = await system.rows<{ job_key: string }>(
      `SELECT job_key FROM jobs FINAL WHERE platform = {platform:String} AND job_key IN {removed:Array(String)}`,
      { platform, removed },
    );
    expect(open, "a closed posting stays").toHaveLength(removed.length);
  }
});
