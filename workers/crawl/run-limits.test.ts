/** The crawl engine on a real ledger, against a 51job that lies: repeated pages, endless totals, floods of rows. */
import { reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test } from "vitest";
import { readConfig } from "../../shared/config.ts";
import type { SearchFilters } from "../../shared/contracts/platform.ts";
import { crawlKeyword } from "../../shared/crawl/crawl-keyword.ts";
import type { CrawlServices } from "../../shared/crawl/crawl-services.ts";
import type { SearchQuery } from "../../shared/platforms/adapter.ts";
import { qcwy } from "../../shared/platforms/qcwy/adapter.ts";
import { Rig, value } from "../../tests/edge/keyword-ledger/rig.ts";

afterEach(() => reset());

const PAGE_SIZE = 20;

interface Shown {
  total: number;
  /** Numbers of the postings on the page. */
  jobs: number[];
}
type Site = (query: SearchQuery) => Shown;

const numbers = (from: number, count: number) => Array.from({ length: count }, (_, at) => from + at);
const pageOf = (total: number, page: number, from = 0): Shown => {
  const first = (page - 1) * PAGE_SIZE;
  return { total, jobs: numbers(from + first, Math.max(0, Math.min(PAGE_SIZE, total - first))) };
};

/** A ledger with one keyword, and a lane that crawls it; `stopAfter` gives it back after so many requests. */
async function rigOf(site: Site, limits: Partial<Rig["settings"]["limits"]> = {}, commitMs = 0) {
  const rig = await Rig.start();
  rig.settings.limits = { ...rig.settings.limits, ...limits };
  const [id = ""] = await rig.create("Java");
  const requests: { page: number; filters: SearchFilters }[] = [];
  const config = readConfig(env);
  const settings = { ...config.platforms.qcwy, delay_ms: 0, jitter_ms: 0, early_stop_pages: 0 };
  const quiet = { child: () => quiet, debug() {}, info() {}, warn() {}, error() {} };
  let batches = 0;
  const services = {
    config: {
      ...config,
      COMMIT_MS: commitMs,
      platforms: { ...config.platforms, qcwy: { ...settings, cap_rows: rig.settings.limits.capRows } },
    },
    clock: { now: () => rig.now, sleep: async () => {} },
    logger: quiet,
    source: "edge",
    adapter: () => qcwy,
    ledger: () => rig.api,
    gate: () => ({
      exchange: async () => ({ permits: ["p"], wait_ms: 0, breaker: "closed" as const }),
      giveBack: async () => {},
    }),
    fetchList: async (_platform: string, query: SearchQuery) => {
      requests.push({ page: query.page, filters: query.filters });
      const { total, jobs } = site(query);
      const items = jobs.map((job) => ({ jobId: String(100_000_000 + job), jobName: "Java" }));
      const body = JSON.stringify({ status: "1", resultbody: { job: { totalCount: total, items } } });
      return { ok: true, answer: { status: 200, headers: {}, body } };
    },
    accept: async ({ rows }: { rows: unknown[] }) => ({
      batch_id: String(++batches),
      entries: rows.map((row, index) => ({ index, key: qcwy.jobKey(row) ?? "", hash: "h" })),
      invalid: [],
    }),
    storeFailedPage: async () => "kept",
    newId: () => crypto.randomUUID(),
  };
  const crawl = async (stopAfter = Number.POSITIVE_INFINITY) => {
    const claim = await rig.claimOne();
    const until = requests.length + stopAfter;
    // The services implement the part of CrawlServices that a lane uses.
    await crawlKeyword(services as unknown as CrawlServices, 7, claim, () =>
      requests.length >= until ? "time budget" : null,
    );
    return (await rig.api.get(id))?.keyword;
  };
  return { rig, id, crawl, requests };
}

describe("a site that answers the same page again and again", () => {
  const same: Site = () => ({ total: 1000, jobs: numbers(0, PAGE_SIZE) });

  test.each([
    ["page by page", 0],
    ["pages that share a commit", 1e6],
  ])("is left at its first repeated page, on the first crawl: %s", async (_, commitMs) => {
    const { crawl, requests } = await rigOf(same, {}, commitMs);
    expect(await crawl()).toMatchObject({
      state: "blocked",
      last_outcome: "blocked",
      last_error: expect.stringContaining("soft block"),
      coverage: { distinct: 20, reported: 1000 },
      run: { limited_by: "repeated-pages" },
    });
    expect(requests).toHaveLength(2);
  });

  test("is found after the keyword was given back between the pages", async () => {
    const { crawl, requests } = await rigOf(same, {}, 1e6);
    expect(await crawl(1)).toMatchObject({ state: "queued" });
    expect(await crawl(1)).toMatchObject({ state: "blocked" });
    expect(requests).toHaveLength(2);
  });

  test("is found when the repeat comes later, and keeps what was read before", async () => {
    const { crawl, requests } = await rigOf(({ page }) => pageOf(1000, Math.min(page, 5)), {}, 1e6);
    expect(await crawl()).toMatchObject({ state: "blocked", coverage: { distinct: 100, reported: 1000 } });
    expect(requests).toHaveLength(6);
  });

  test("lowers no coverage on a re-crawl", async () => {
    let broken = false;
    const { rig, id, crawl } = await rigOf((query) => (broken ? same(query) : pageOf(60, query.page)));
    expect(await crawl()).toMatchObject({ state: "done", coverage: { distinct: 60, reported: 60 } });
    broken = true;
    value(await rig.api.act(id, "run", "ann"));
    expect(await crawl()).toMatchObject({ state: "blocked", coverage: { distinct: 60, reported: 1000 } });
  });

  test("may shuffle: two such pages in a row end it where the platform says so", async () => {
    const { crawl, requests } = await rigOf(same, { repeatPages: 2 });
    expect(await crawl()).toMatchObject({ state: "blocked" });
    expect(requests).toHaveLength(3);
  });

  test("is not mixed up with postings that moved on to a short last page", async () => {
    const moved: Site = ({ page }) => (page < 3 ? pageOf(41, page) : { total: 41, jobs: [39] });
    const { crawl } = await rigOf(moved);
    expect(await crawl()).toMatchObject({ state: "done", coverage: { distinct: 40, reported: 41 } });
  });
});

describe("a total", () => {
  const degreesOf = (requests: { filters: SearchFilters }[]) =>
    new Set(requests.map(({ filters }) => filters.experience)).size;

  test.each([
    [39, 1],
    [40, 1 + qcwy.splitQuery({ keyword: "", city: "", channel: "web", filters: {}, page: 1 }).length],
    [41, 1 + qcwy.splitQuery({ keyword: "", city: "", channel: "web", filters: {}, page: 1 }).length],
  ])("of %i with a cap of 40 is read as %i searches", async (total, searches) => {
    const { crawl, requests } = await rigOf(
      ({ page, filters }) => {
        if (filters.experience === undefined) return pageOf(total, page);
        return pageOf(filters.experience === "01" ? 39 : 0, page);
      },
      { capRows: 40 },
    );
    expect(await crawl()).toMatchObject({ state: "done" });
    expect(degreesOf(requests)).toBe(searches);
  });

  test("of 1,000,000,000 for whatever filter ends after two parts and one list read to the cap", async () => {
    const endless: Site = ({ page, filters }) => ({
      total: 1_000_000_000,
      jobs: numbers(Object.keys(filters).length * 100_000 + page * PAGE_SIZE, PAGE_SIZE),
    });
    const { crawl, requests } = await rigOf(endless);
    expect(await crawl()).toMatchObject({
      state: "done",
      run: { limited_by: "useless-split" },
      coverage: { reported: 1_000_000_000 },
    });
    expect(requests.length).toBeLessThanOrEqual(2 + 50);
  });

  test("that shrinks just enough with each filter ends at the platform's bounds", async () => {
    let made = 0;
    const sly: Site = ({ filters }) => {
      made += PAGE_SIZE;
      return {
        total: Math.floor(1_000_000_000 / 3 ** Object.keys(filters).length),
        jobs: numbers(made, PAGE_SIZE),
      };
    };
    const { crawl, requests } = await rigOf(sly, { maxParts: 30, maxPages: 200 });
    expect(await crawl()).toMatchObject({
      state: "done",
      last_outcome: "ok",
      run: { limited_by: "max-pages" },
    });
    expect(requests).toHaveLength(200);
    expect(new Set(requests.map(({ filters }) => JSON.stringify(filters))).size).toBeLessThanOrEqual(30);
  });

  test("at the bound is settled by the next holder when the first died before it could", async () => {
    const { rig, id, crawl, requests } = await rigOf(({ page }) => pageOf(1000, page), { maxPages: 3 });
    await crawl(2);
    const claim = await rig.claimOne();
    const keys = numbers(500, PAGE_SIZE).map(String);
    const page = { part: 0, page: 3, reported: 1000, rows: 20, invalid: 0, keys, fresh: null };
    value(await rig.api.saveProgress(id, claim.fence, [{ ...page, last: false, outcome: "ok" }]));
    await rig.pass(60_000);
    expect(await crawl()).toMatchObject({ state: "done", run: { limited_by: "max-pages", pages: 3 } });
    expect(requests).toHaveLength(2);
  });
});

test("a page with more rows than a few pages have is schema drift, and nothing of it is stored", async () => {
  const flood =
    (rows: number): Site =>
    () => ({ total: rows, jobs: numbers(0, rows) });
  const over = await rigOf(flood(101));
  expect(await over.crawl()).toMatchObject({
    state: "failed",
    last_outcome: "schema-drift",
    last_error: expect.stringContaining("101 rows on a page"),
    run: { rows: 0 },
  });
  await reset();
  const under = await rigOf(flood(100));
  expect((await under.crawl())?.run?.rows).toBeGreaterThanOrEqual(100);
});
