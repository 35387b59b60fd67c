/** The adapters of `shared/platforms` against the boards: what a crawl reads is what the boards hold. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Platform, SearchFilters } from "../../shared/contracts/platform.ts";
import { PlatformSettings } from "../../shared/contracts/settings.ts";
import { PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import { contentHash } from "../../shared/domain/content-hash.ts";
import type { AdapterContext, RawAnswer, RequestSpec, SearchQuery } from "../../shared/platforms/adapter.ts";
import { adapters } from "../../shared/platforms/registry.ts";
import { bossCookie, control, holds, SIGN_KEY } from "../../tests/support/job-boards/test-client.ts";
import type { FaultRule } from "./faults.ts";
import { type JobBoards, startJobBoards } from "./start.ts";

const CAPS = { boss: 300, qcwy: 1000, zhilian: 200 };
let boards: JobBoards;
beforeAll(async () => {
  boards = await startJobBoards({ signKey: SIGN_KEY, bossOpen: true, caps: CAPS });
});
afterAll(() => boards.close());

const contextOf = (platform: Platform): AdapterContext => ({
  settings: PlatformSettings.parse({
    list_url: boards[platform].url,
    detail_url: boards[platform].url,
    company_url: boards[platform].url,
    fetch_mode: "http",
    delay_ms: 0,
    jitter_ms: 0,
    concurrency: 1,
    timeout_ms: 1000,
    early_stop_pages: 0,
    cap_rows: CAPS[platform],
    breaker_cooldown_ms: 0,
    breaker_failures: 1,
  }),
  signKey: SIGN_KEY,
  now: Date.now(),
});

async function send({ url, ...init }: RequestSpec): Promise<RawAnswer> {
  const answer = await fetch(url, init);
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
}

async function list(platform: Platform, query: Partial<SearchQuery>) {
  const full: SearchQuery = { keyword: "java", city: "全国", channel: "web", filters: {}, page: 1, ...query };
  const answer = await send(await adapters[platform].listRequest(full, contextOf(platform)));
  return adapters[platform].readList(answer, full);
}

/** Every row of a search, split by the adapter where it is over the cap. */
async function crawl(platform: Platform, keyword: string, city: string): Promise<unknown[]> {
  const rows: unknown[] = [];
  const open: SearchFilters[] = [{}];
  for (let filters = open.pop(); filters; filters = open.pop()) {
    for (let page = 1; ; page++) {
      const read = await list(platform, { keyword, city, filters, page });
      expect(["ok", "true-zero"], read.reason ?? "").toContain(read.outcome);
      if (page === 1 && (read.total ?? 0) >= CAPS[platform]) {
        const query = { keyword, city, channel: "web", filters, page } as const;
        const parts = adapters[platform].splitQuery(query);
        expect(parts).not.toHaveLength(0);
        open.push(...parts);
        break;
      }
      rows.push(...read.items);
      if (read.last) break;
    }
  }
  return rows;
}

describe.each(PLATFORMS)("%s", (platform) => {
  const adapter = adapters[platform];

  test.each([
    ["java", "全国"],
    ["工程师", "全国"],
    ["销售", "上海"],
    ["没有这样的职位", "北京"],
  ])("a crawl of %s in %s reads what the board holds", async (keyword, city) => {
    const keys = (await crawl(platform, keyword, city)).map(adapter.jobKey);
    const { ids } = await holds(boards[platform].url, keyword, city);
    expect(keys.sort()).toEqual([...ids].sort());
  });

  test("every row is read whole, and hashes the same in the next answer", async () => {
    const rows = await crawl(platform, "", "上海");
    expect(rows.length).toBeGreaterThan(100);
    for (const row of rows) {
      const parsed = adapter.parseJob(row);
      expect(parsed?.job.unread).toEqual([]);
      expect(parsed?.job).toMatchObject({ platform, city: "上海", title: expect.any(String) });
      expect(parsed?.company?.name).toEqual(expect.any(String));
    }
    const hash = (row: unknown) => contentHash(row, adapter.volatileFields);
    const again = await crawl(platform, "", "上海");
    expect(await Promise.all(again.map(hash))).toEqual(await Promise.all(rows.map(hash)));
  });

  test("a posting leads to its detail and its company", async () => {
    const [row] = (await list(platform, {})).items;
    const context = contextOf(platform);
    const key = adapter.jobKey(row) ?? "";
    const request = await adapter.detailRequest(key, adapter.detailToken(row) ?? {}, context);
    const detail = adapter.readDetail(await send(request as RequestSpec));
    const [listed, detailed] = [adapter.parseJob(row)?.job, adapter.parseJob(detail.item)?.job];
    expect(detail.outcome).toBe("ok");
    for (const field of [
      "job_key",
      "title",
      "city",
      "salary_min",
      "degree",
      "experience",
      "company_name",
    ] as const)
      expect(detailed?.[field], field).toBe(listed?.[field]);
    expect(detailed?.description).toContain("岗位职责");
    const companyKey = adapter.companyKey(row) ?? "";
    const answer = await send(await adapter.companyRequest(companyKey, context));
    const company = adapter.parseCompany(adapter.readCompany(answer, companyKey).item);
    expect(company).toMatchObject({ company_key: companyKey, unread: [], name: expect.any(String) });
    expect(company?.description).toContain("主要从事");
  });

  test.each([
    ["429", "throttled"],
    ["429-no-retry-after", "throttled"],
    ["403", "blocked"],
    ["code37", "blocked"],
    ["verification", "blocked"],
    ["html", "blocked"],
    ["login", "login-needed"],
    ["renamed-field", "schema-drift"],
    ["5xx", "server"],
  ] as [FaultRule["kind"], string][])("%s is read as %s", async (kind, outcome) => {
    await control(boards[platform].url, "POST", "faults", { kind, times: 1, retryAfterSeconds: 3 });
    const read = await list(platform, {});
    expect(read.outcome).toBe(outcome);
    expect(read.retryAfterMs).toBe(kind === "429" ? 3000 : null);
    expect((await list(platform, {})).outcome).toBe("ok");
  });
});

test("Boss's own page is the way in for a browser", async () => {
  const closed = await startJobBoards({ signKey: SIGN_KEY });
  try {
    const query: SearchQuery = { keyword: "java", city: "上海", channel: "web", filters: {}, page: 1 };
    const context = contextOf("boss");
    const settings = { ...context.settings, list_url: closed.boss.url };
    const spec = await adapters.boss.listRequest(query, { ...context, settings });
    expect(adapters.boss.readList(await send(spec), query).outcome).toBe("blocked");
    const cookie = await bossCookie(closed.boss.url);
    const answer = await send({ ...spec, headers: { ...spec.headers, cookie } });
    expect(adapters.boss.readList(answer, query).outcome).toBe("ok");
  } finally {
    await closed.close();
  }
});
