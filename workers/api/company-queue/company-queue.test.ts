import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { QueuedCompany } from "../../../shared/contracts/company-ledger.ts";
import type { CompanyWake } from "../../../shared/contracts/queues.ts";
import { SUPERUSER } from "../../../tests/edge/api/memory-identity.ts";
import { quietCompanies } from "../../../tests/edge/api/quiet-companies.ts";
import { type Problems, testApi } from "../../../tests/edge/api/test-api.ts";
import { exampleCompany, exampleCompanyDetail } from "../companies/examples.ts";

const wakes: CompanyWake[] = [];
const companyLedger = quietCompanies(wakes);
const caller = { ...SUPERUSER };
const { company } = exampleCompanyDetail;
const api = testApi(
  {
    companyLedger,
    companies: {
      search: async () => [exampleCompany],
      show: async (platform, key) =>
        key.startsWith("known")
          ? {
              ...company,
              platform,
              company_key: key,
              full_name: "热线13812345678公司",
              postings: 1,
              detailed_at: null,
              raw: null,
            }
          : null,
      life: async () => null,
    },
  },
  { principal: caller },
);
const { call, auditLines } = api;
interface Page {
  items: QueuedCompany[];
  next_cursor: string | null;
}
let turn = 0;
let key = "";
beforeEach(() => {
  key = `known/${turn++}`;
});
afterEach(() => {
  caller.seesRecruiters = true;
  wakes.length = 0;
  auditLines.length = 0;
});
const path = (name = key, platform = "qcwy") => `${platform}/${encodeURIComponent(name)}`;

describe("clean now", () => {
  test("puts a stored company into the queue at its priority, wakes its lanes and is audited", async () => {
    const { data } = await call<QueuedCompany>("POST", `/companies/${path()}/clean`, {
      json: { priority: 10 },
    });
    expect(data).toMatchObject({ company_key: key, platform: "qcwy", priority: 10, pull: null });
    expect(wakes).toMatchObject([{ kind: "companies", platform: "qcwy" }]);
    expect((await call<QueuedCompany>("GET", `/company-queue/${path()}`)).data).toMatchObject({
      state: "queued",
    });
    expect(auditLines.at(-1)).toMatchObject({
      action: "company.clean",
      record: `company:qcwy:${key}`,
      after: { state: "queued", priority: 10 },
    });
    const events = await call<{ items: { type: string }[] }>("GET", `/companies/${path()}/events`);
    expect(events.data.items.map(({ type }) => type)).toEqual(["asked"]);
  });

  test("asks a site for no company that nobody saw in a posting", async () => {
    for (const action of ["clean", "pull-jobs"]) {
      expect(await call("POST", `/companies/${path("made-up")}/${action}`, { json: {} })).toMatchObject({
        status: 404,
      });
    }
    expect(wakes).toEqual([]);
    expect((await call("GET", `/company-queue/${path("made-up")}`)).data).toBeNull();
  });

  test.each([{ priority: 11 }, { priority: 1.5 }, { colour: "red" }])("%j is refused", async (body) => {
    expect(await call<Problems>("POST", `/companies/${path()}/clean`, { json: body })).toMatchObject({
      status: 422,
    });
  });

  test("is refused where external nodes alone send requests", async () => {
    const { config } = api.services;
    const qcwy = { ...config.platforms.qcwy, runs_on: "nodes" as const };
    const nodes = testApi({
      config: { ...config, platforms: { ...config.platforms, qcwy } },
      companies: { search: async () => [], show: async () => company as never, life: async () => null },
    });
    const answer = await nodes.call("POST", `/companies/${path()}/clean`, { json: {} });
    expect(answer).toMatchObject({ status: 409, code: "invalid_state" });
  });
});

describe("pulling all postings", () => {
  test("is one pull however often it is asked for, and can be stopped once", async () => {
    const first = await call<QueuedCompany>("POST", `/companies/${path()}/pull-jobs`, { json: {} });
    expect(first.data.pull).toMatchObject({ state: "queued", own: 0, priority: 8 });
    await call("POST", `/companies/${path()}/pull-jobs`, { json: {} });
    expect(wakes).toHaveLength(1);
    const stopped = await call<QueuedCompany>("POST", `/companies/${path()}/stop-pull`);
    expect(stopped.data.pull).toMatchObject({ state: "done", last_outcome: "skipped" });
    expect(await call("POST", `/companies/${path()}/stop-pull`)).toMatchObject({ status: 409 });
    expect(auditLines.map(({ action }) => action)).toEqual([
      "company.pull-jobs",
      "company.pull-jobs",
      "company.stop-pull",
    ]);
    expect(await call("POST", `/companies/${path("known-other")}/stop-pull`)).toMatchObject({ status: 404 });
  });
});

describe("the queue", () => {
  test("is listed over all platforms in pages, latest change first, by platform, state and name", async () => {
    const names = ["known-a", "known-b", "known-c"];
    for (const name of names)
      for (const platform of ["boss", "zhilian"])
        await call("POST", `/companies/${path(name, platform)}/clean`, { json: {} });
    const all: QueuedCompany[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: { data: Page } = await call(
        "GET",
        `/company-queue?limit=2&state=queued${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      all.push(...page.data.items);
      cursor = page.data.next_cursor;
    }
    const mine = all.filter(({ company_key: one }) => names.includes(one));
    expect(mine).toHaveLength(6);
    expect(new Set(mine.map(({ platform, company_key: one }) => `${platform}:${one}`)).size).toBe(6);
    expect(all.map(({ changed_at: at }) => at)).toEqual(
      all.map(({ changed_at: at }) => at).sort((a, b) => b - a),
    );
    const boss = await call<Page>("GET", "/company-queue?platform=boss&search=known-b");
    expect(boss.data.items.map(({ company_key: one }) => one)).toEqual(["known-b"]);
    const stats = await call<{ platforms: { platform: string; active: number }[] }>(
      "GET",
      "/company-queue/stats",
    );
    expect(stats.data).toMatchObject({ every_minutes: 5, collect: 50, process: 30 });
    expect(stats.data.platforms.find(({ platform }) => platform === "boss")?.active).toBe(3);
  });

  test.each(["state=paused", "platform=monster", "limit=0", "colour=red"])("%s is refused", async (query) => {
    expect(await call<Problems>("GET", `/company-queue?${query}`)).toMatchObject({ status: 422 });
  });

  test("pages the events of one kind of work: a cursor of the other is refused", async () => {
    for (const _ of [1, 2]) await call("POST", `/companies/${path()}/clean`, { json: {} });
    const events = `/companies/${path()}/events?limit=1`;
    const { next_cursor } = (await call<Page>("GET", events)).data;
    expect(await call("GET", `${events}&cursor=${next_cursor}`)).toMatchObject({ status: 200 });
    expect(await call("GET", `${events}&work=pull&cursor=${next_cursor}`)).toMatchObject({
      status: 400,
      code: "invalid_cursor",
    });
  });

  test("lets a person retry what is parked and remove what is not wanted", async () => {
    await call("POST", `/companies/${path()}/clean`, { json: {} });
    expect(await call("POST", `/company-queue/${path()}/retry`)).toMatchObject({ status: 409 });
    const ledger = companyLedger("qcwy");
    for (
      let claim = (await ledger.claim("edge:x", 1))[0];
      claim;
      claim = (await ledger.claim("edge:x", 1))[0]
    ) {
      const blocked = { kind: "park", state: "blocked", outcome: "blocked", error: "HTTP 403" } as const;
      if (claim.work === "clean") await ledger.settleClean(claim.keyword_id, claim.fence, blocked);
      else await ledger.settle(claim.keyword_id, claim.fence, blocked);
    }
    const blocked = await call<Page>("GET", "/company-queue?platform=qcwy&state=blocked");
    expect(blocked.data.items.find(({ company_key: one }) => one === key)).toMatchObject({
      last_error: "HTTP 403",
    });
    expect((await call<QueuedCompany>("POST", `/company-queue/${path()}/retry`)).data).toMatchObject({
      state: "queued",
    });
    const removed = await call<{ restore: { path: string } }>("DELETE", `/company-queue/${path()}`);
    expect(removed.data.restore.path).toBe(`/api/v1/companies/qcwy/${encodeURIComponent(key)}/clean`);
    expect((await call("GET", `/company-queue/${path()}`)).data).toBeNull();
    expect(await call("DELETE", `/company-queue/${path()}`)).toMatchObject({ status: 404 });
  });

  test("hides contacts in names from those who may not see them", async () => {
    await call("POST", `/companies/${path()}/clean`, { json: {} });
    caller.seesRecruiters = false;
    const list = await call<Page>("GET", "/company-queue?platform=qcwy");
    expect(list.data.items.length).toBeGreaterThan(0);
    expect(JSON.stringify(list.data)).not.toContain("13812345678");
    // A search must not tell what is hidden either.
    expect(await call<Problems>("GET", "/company-queue?platform=qcwy&search=1381234")).toMatchObject({
      status: 422,
      data: { problems: [{ field: "search" }] },
    });
    for (const [search, isFound] of [
      ["热线", true],
      ["热线1", false],
    ] as const) {
      const found = await call<Page>(
        "GET",
        `/company-queue?platform=qcwy&search=${encodeURIComponent(search)}`,
      );
      expect(found.data.items.length > 0, search).toBe(isFound);
    }
  });
});

test("the list of companies says how far each is", async () => {
  const { platform, company_key: listed } = exampleCompany;
  const item = async () => (await call<{ items: object[] }>("GET", "/companies")).data.items[0];
  expect(await item()).toMatchObject({
    cleaning_state: null,
    cleaned_at: exampleCompany.detailed_at,
    open_postings: 9,
  });
  const ledger = companyLedger(platform);
  await ledger.clean({ company_key: listed, name: null }, 10, "user:1");
  expect(await item()).toMatchObject({ cleaning_state: "queued" });
});
