/** The sites throttle, refuse, break answers and change their form. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { FAULT_KINDS } from "../../local/job-boards/faults.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import { PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import { expectNothingLost } from "../support/invariant.ts";
import { add, addOne, history, reached, search, typesOf } from "../support/searches.ts";
import { type System, startSystem } from "../support/system.ts";
import { until } from "../support/until.ts";

let system: System;
beforeAll(async () => {
  // With any pace above zero the gate is asked before each request, as in production.
  const pace = { delay_ms: 1 };
  system = await startSystem({ platforms: { boss: pace, qcwy: pace, zhilian: pace } });
});
afterAll(() => system?.close());
afterEach(() => Promise.all(PLATFORMS.map((platform) => system.board(platform).mend())));

type Kind = (typeof FAULT_KINDS)[number];

const timesStruck = async (platform: Platform, kind: Kind): Promise<number> =>
  (await system.board(platform).statistics()).faulted[kind] ?? 0;

/** Downloads the failed pages of a keyword. */
async function failedPages(id: string): Promise<{ outcome?: string; reason?: string; text: string }[]> {
  const { items } = await system.api<{ items: { key: string; metadata: Record<string, string> }[] }>(
    "/failed-pages",
  );
  const pages = items.filter(({ metadata }) => metadata.keyword_id === id);
  return Promise.all(
    pages.map(async ({ key, metadata }) => ({
      outcome: metadata.outcome,
      reason: metadata.reason,
      text: await system.text(`/failed-pages/${encodeURIComponent(key)}`),
    })),
  );
}

describe("answers that are tried again", () => {
  test("429 with Retry-After: nobody asks the site again before its time", async () => {
    await system.board("boss").spoil({ kind: "429", times: 1, retryAfterSeconds: 3 });
    const refused = await addOne(system, search("boss", "Java"));
    const retry = await until("the refusal", async () =>
      (await history(system, refused)).find(({ type }) => type === "retry"),
    );
    expect(retry.detail).toMatchObject({ outcome: "throttled", retry_after_ms: 3000 });
    const other = await addOne(system, search("boss", "Java", "北京"));
    await reached(system, "done", refused, other);
    expect(await timesStruck("boss", "429")).toBe(1);
    // The page was requested after the claim, so the site's three seconds end no earlier than three after it.
    const [claimed] = (await history(system, refused)).filter(({ type }) => type === "claimed");
    const opensAt = (claimed?.at ?? 0) + 3000;
    for (const id of [refused, other]) {
      const pages = (await history(system, id)).filter(({ type }) => type === "page");
      expect(pages.length).toBeGreaterThan(0);
      for (const { at } of pages) expect(at).toBeGreaterThanOrEqual(opensAt);
    }
    await expectNothingLost(system);
  });

  test.each([
    ["429-no-retry-after", "throttled", "boss"],
    ["5xx", "server", "qcwy"],
    ["cut", "network", "zhilian"],
  ] as const)("%s is %s: tried again, then right", async (kind, outcome, platform) => {
    await system.board(platform).spoil({ kind, times: 2, match: { keyword: "数据", page: 1 } });
    const id = await addOne(system, search(platform, "数据", "全国"));
    await reached(system, "done", id);
    const retries = (await history(system, id)).filter(({ type }) => type === "retry");
    expect(retries.map(({ detail }) => detail.outcome)).toEqual([outcome, outcome]);
    await expectNothingLost(system);
  });

  test("a site that never recovers: the tries end, the keyword is failed and says why, a person retries it", async () => {
    await system.board("qcwy").spoil({ kind: "5xx", match: { keyword: "测试" } });
    const id = await addOne(system, search("qcwy", "测试", "全国"));
    await until("the tries to be used up", async () => {
      const { keyword } = await system.detail(id);
      return keyword.state === "failed" && keyword.due_at === null;
    });
    expect((await system.detail(id)).keyword).toMatchObject({ attempts: 4, last_outcome: "server" });
    await expectNothingLost(system, { parked: [id] });
    await system.board("qcwy").mend();
    await system.act(id, "retry");
    await reached(system, "done", id);
    await expectNothingLost(system);
  });
});

describe("refusals that are parked for a person", () => {
  test.each([
    ["403", "boss", "前端", "HTTP 403"],
    ["code37", "boss", "测试", "code 37"],
    ["login", "boss", "Python", "code 7"],
    ["verification", "zhilian", "前端", "a page where JSON was due"],
    ["verification", "qcwy", "前端", "a page where JSON was due"],
    ["html", "qcwy", "Java", "a page where JSON was due"],
  ] as const)("%s on %s", async (kind, platform, keyword, reason) => {
    const board = system.board(platform);
    const before = await timesStruck(platform, kind);
    await board.spoil({ kind, match: { keyword, page: 2, target: "list" } });
    const id = await addOne(system, search(platform, keyword, "全国"));
    await reached(system, "blocked", id);
    expect(await system.gate(platform)).toMatchObject({ breaker: "open" });

    // The breaker stops this platform, the others go on.
    const waiting = await addOne(system, search(platform, keyword, "北京"));
    const others = PLATFORMS.filter((other) => other !== platform);
    const free = await add(system, ...others.map((other) => search(other, `${kind} ${keyword}`)));
    await reached(system, "done", ...free);
    await until("the breaker to hold the platform's next keyword", async () =>
      typesOf(await history(system, waiting)).includes("yielded"),
    );
    expect(await timesStruck(platform, kind), "asked once, never again").toBe(before + 1);

    // The pages before it are stored, and the refused one is stored as a failed page, unchanged.
    const { keyword: parked } = await system.detail(id);
    expect(parked).toMatchObject({ state: "blocked", due_at: null, run: { pages: 1 } });
    expect(parked.last_error).toContain(reason);
    const [failed, ...more] = await failedPages(id);
    expect(more).toEqual([]);
    expect(failed?.outcome).toBe(kind === "login" ? "login-needed" : "blocked");
    expect(failed?.text.length).toBeGreaterThan(0);

    // After a person's reset waiting keywords go on by themselves, and the parked one after its retry.
    await board.mend();
    expect(await system.resetBreaker(platform)).toMatchObject({ breaker: "closed" });
    await reached(system, "done", waiting);
    expect((await system.detail(id)).keyword.state).toBe("blocked");
    await system.act(id, "retry");
    await reached(system, "done", id);
    await expectNothingLost(system);
  });
});

describe("a changed form", () => {
  test.each([
    ["boss", undefined, "jobList"],
    ["zhilian", "number", "number"],
  ] as const)(
    "on %s: schema-drift, page kept, not tried again, others go on",
    async (platform, field, named) => {
      const board = system.board(platform);
      await board.spoil({ kind: "renamed-field", field, match: { keyword: "爬虫", page: 1 } });
      const id = await addOne(system, search(platform, "爬虫", "全国"));
      await reached(system, "failed", id);
      const other = await addOne(system, search(platform, "自动化"));
      await reached(system, "done", other);
      const { keyword } = await system.detail(id);
      expect(keyword).toMatchObject({ due_at: null, last_outcome: "schema-drift", attempts: 1 });
      expect(keyword.last_error).toContain(named);
      expect(await timesStruck(platform, "renamed-field")).toBe(1);
      expect(await system.gate(platform)).toMatchObject({ breaker: "closed" });
      const [failed] = await failedPages(id);
      expect(failed).toMatchObject({ outcome: "schema-drift" });
      expect(JSON.parse(failed?.text ?? "")).toBeTypeOf("object");
      await board.mend();
      await system.act(id, "retry");
      await reached(system, "done", id);
      await expectNothingLost(system);
    },
  );
});
