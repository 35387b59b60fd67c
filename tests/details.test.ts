/** Lists are crawled, then the own page of every posting and employer: each once, whatever fails in between. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Platform } from "../shared/contracts/platform.ts";
import { PLATFORMS } from "../shared/contracts/vocabulary.ts";
import { type Chaos, startChaos } from "./support/chaos.ts";
import { crawlAll } from "./support/crawl-all.ts";
import { expectNothingLost } from "./support/invariant.ts";
import { addOne, history, reached, search, typesOf } from "./support/searches.ts";
import { SHORT_LEASE, type System, startSystem } from "./support/system.ts";

const PATHS: Record<Platform, { detail: string; company: string }> = {
  boss: { detail: "/wapi/zpgeek/job/detail.json", company: "/gongsi/{encryptBrandId}.html" },
  qcwy: { detail: "/x/{jobId}.html", company: "/all/co{encCoId}.html" },
  zhilian: { detail: "/c/i/jobs/position-detail-new", company: "/{companyNumber}.htm" },
};
const NEW = { details: "new" } as const;

let chaos: Chaos;
let system: System;
beforeAll(async () => {
  chaos = await startChaos();
  system = await startSystem({
    chaos,
    corpus: { seed: 7, size: 150 },
    platforms: { boss: NEW, qcwy: NEW, zhilian: NEW },
    vars: { ...SHORT_LEASE, RETRY_ATTEMPTS: 50 },
  });
});
afterAll(async () => {
  await system?.close();
  await chaos?.close();
});
afterEach(async () => {
  chaos.clear();
  await Promise.all(PLATFORMS.map((platform) => system.board(platform).mend()));
});

interface Figures {
  postings: number;
  detailed: number;
  described: number;
  employers: number;
  described_employers: number;
}

async function stored(platform: Platform): Promise<Figures> {
  const [postings] = await system.rows<Record<string, string>>(
    `SELECT count() AS postings, countIf(detailed_at IS NOT NULL) AS detailed, countIf(description LIKE '岗位职责%') AS described
     FROM jobs_full WHERE platform = {platform:String}`,
    { platform },
  );
  const [employers] = await system.rows<Record<string, string>>(
    `SELECT count() AS employers, countIf(description LIKE concat('%', ifNull(full_name, name), '成立于%')) AS described_employers
     FROM companies_full WHERE platform = {platform:String}`,
    { platform },
  );
  return Object.fromEntries(
    Object.entries({ ...postings, ...employers }).map(([name, value]) => [name, Number(value)]),
  ) as unknown as Figures;
}

async function asked(platform: Platform): Promise<{ detail: number; company: number }> {
  const { requests } = await system.board(platform).statistics();
  const { detail, company } = PATHS[platform];
  return { detail: requests[detail] ?? 0, company: requests[company] ?? 0 };
}

/** Checks that every posting and employer in ClickHouse has the content of its own page. */
async function expectAllDetailed(): Promise<void> {
  await expectNothingLost(system);
  for (const platform of PLATFORMS) {
    const figures = await stored(platform);
    const { postings, employers } = figures;
    expect(figures, platform).toMatchObject({ detailed: postings, described: postings });
    expect(figures, platform).toMatchObject({ described_employers: employers });
  }
}

describe("details on", () => {
  test("fetches each posting and each employer once, however many searches at once show it", async () => {
    const searches = [
      { keyword: "工程师", city: "全国" },
      { keyword: "工程师", city: "上海" },
    ];
    await crawlAll(system, searches);
    await expectAllDetailed();
    for (const platform of PLATFORMS) {
      const { postings, employers } = await stored(platform);
      expect(postings).toBeGreaterThan(40);
      expect(await asked(platform), platform).toEqual({ detail: postings, company: employers });
    }
  });

  test("goes on after a kill in the middle of the details: the list page and what is stored are not fetched again", async () => {
    const before = await stored("boss");
    const asked1 = await asked("boss");
    let details = 0;
    const held = chaos.hold(
      "accepted",
      ({ keyword, type }) => keyword === "开发" && type === "job_detail" && ++details === 3,
    );
    const id = await addOne(system, search("boss", "开发", "全国"));
    await held.reached;
    await system.killWorker();
    await reached(system, "done", id);
    expect(typesOf(await history(system, id))).toContain("lease-expired");
    await expectAllDetailed();
    const { pages } = await system.board("boss").statistics();
    const ofSearch = pages.filter(({ keyword }) => keyword === "开发");
    expect(ofSearch.map(({ times }) => times)).toEqual(ofSearch.map(() => 1));
    // workerd was killed after the third one was stored and before that was recorded: only it is requested twice.
    const after = await stored("boss");
    const asked2 = await asked("boss");
    expect(after.postings).toBeGreaterThan(before.postings + 3);
    expect(asked2.detail - asked1.detail).toBe(after.postings - before.postings + 1);
    expect(asked2.company - asked1.company).toBe(after.employers - before.employers);
  });

  test("parks the keyword where the site refuses a detail, and fetches the rest once a person lets it", async () => {
    const before = await stored("qcwy");
    const asked1 = await asked("qcwy");
    await system.board("qcwy").spoil({ kind: "403", match: { target: "detail" }, times: 1 });
    const [id, other] = [
      await addOne(system, search("qcwy", "开发", "全国")),
      await addOne(system, search("zhilian", "开发", "全国")),
    ];
    await reached(system, "blocked", id);
    await reached(system, "done", other);
    expect(await system.gate("qcwy")).toMatchObject({ breaker: "open", cause: "blocked" });
    const kept = (await history(system, id)).find(({ type }) => type === "page-kept");
    expect(kept?.detail.reason).toMatch(/^job_detail \d+: HTTP 403$/);
    await system.resetBreaker("qcwy");
    await system.act(id, "retry");
    await reached(system, "done", id);
    await expectAllDetailed();
    const after = await stored("qcwy");
    expect((await asked("qcwy")).detail - asked1.detail).toBe(after.postings - before.postings + 1);
  });

  test("fetches again what changed and what is new, and a re-crawled list takes no description away", async () => {
    const item = search("boss", "开发", "全国");
    const id = (await system.keywords()).find(
      ({ platform, keyword }) => platform === item.platform && keyword === item.keyword,
    )?.id;
    if (id === undefined) throw new Error("the keyword is gone");
    const asked1 = await asked("boss");
    const { changed, added } = await system
      .board("boss")
      .mutate({ change: 3, add: 2, keyword: item.keyword, city: item.city });
    expect([changed.length, added.length]).toEqual([3, 2]);
    await system.act(id, "restart");
    await reached(system, "done", id);
    await expectAllDetailed();
    expect((await asked("boss")).detail - asked1.detail).toBe(5);
  });
});
