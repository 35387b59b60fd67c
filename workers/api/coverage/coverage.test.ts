import { expect, test } from "vitest";
import { SUPERUSER } from "../../../tests/edge/api/memory-identity.ts";
import { type Problems, testApi } from "../../../tests/edge/api/test-api.ts";
import type { CoverageQueries } from "../../coverage/coverage-queries.ts";
import type { CellFigures } from "../../coverage/estimate-cells.ts";

const cell = (name: string, held: number): CellFigures => ({
  ...{ platform: "qcwy", cell: name, held, keywords: 118, recaptures: 2310, sampled: 1, reason: null },
  estimate: { total: 4600, low: 4350, high: 4900, share: held / 4600 },
});

function stage(over: Partial<CoverageQueries> = {}, principal = SUPERUSER) {
  const asked: unknown[][] = [];
  const told =
    <Answer>(answer: Answer) =>
    async (...all: unknown[]) => {
      asked.push(all);
      return answer;
    };
  const coverage: CoverageQueries = {
    byCity: told([cell("上海", 4120), cell("", 30)]),
    byGroup: told([{ ...cell("java", 900), group_keywords: 40 }]),
    nextKeywords: told(
      ["爬虫", "数仓", "测试"].map((word) => ({
        ...{ word, held: 40, foundOnce: 20, foundTwice: 3, unseen: 12.5, requests: 3, unseenPerRequest: 4.2 },
      })),
    ),
    marketIndex: told({ points: [{ day: "2026-11-22", value: 100, cells: 3 }], asOf: 5 }),
    ...over,
  };
  return { ...testApi({ coverage }, { principal }), asked };
}

test("cities come with interval, period, method and age of the figures", async () => {
  const { call, asked } = stage();
  const { status, data } = await call<{ items: unknown[]; card: unknown }>(
    "GET",
    "/coverage?platform=qcwy&city=上海&city=北京",
  );
  expect(status).toBe(200);
  expect(data.items).toMatchObject([
    { city: "上海", held: 4120, estimate: { total: 4600, low: 4350, high: 4900 }, reason: null },
    { city: null, held: 30 },
  ]);
  expect(data.card).toMatchObject({ from: "2026-10-24", to: "2026-11-22", method: "ichao2-half-samples-1" });
  expect(asked[0]?.[0]).toEqual({ platform: ["qcwy"], city: ["上海", "北京"] });
  expect(asked[0]?.[1]).toEqual({ from: "2026-10-24", to: "2026-11-22" });
});

test("a page ends with a cursor, which the next one begins after", async () => {
  const { call, asked } = stage();
  const { data } = await call<{ items: unknown[]; next_cursor: string }>("GET", "/coverage?limit=1");
  expect(data.items).toHaveLength(1);
  await call("GET", `/coverage?limit=1&cursor=${data.next_cursor}`);
  expect(asked[1]?.[3]).toEqual({ held: 4120, platform: "qcwy", cell: "上海" });
  expect((await call("GET", `/coverage/keyword-groups?cursor=${data.next_cursor}`)).code).toBe(
    "invalid_cursor",
  );
});

test("groups come with their word", async () => {
  const { call, asked } = stage();
  const { data } = await call<{ items: unknown[] }>("GET", "/coverage/keyword-groups?platform=boss");
  expect(data.items).toMatchObject([{ group: "java", held: 900 }]);
  expect(data.items[0]).not.toHaveProperty("group_keywords");
  expect(asked[0]?.[0]).toEqual(["boss"]);
});

test.each([
  ["/coverage?from=2026-11-23&to=2026-11-22", "from"],
  ["/coverage?from=2020-01-01", "from"],
  ["/coverage/keyword-groups?from=nonsense", "from"],
  ["/coverage/next-keywords", "platform"],
  ["/analytics/index?from=2026-11-23&to=2026-11-22", "from"],
])("%s is refused at its field", async (path, field) => {
  const { status, data } = await stage().call<Problems>("GET", path);
  expect(status).toBe(422);
  expect(data.problems.map((problem) => problem.field)).toContain(field);
});

test.each([
  ["/coverage/next-keywords?platform=qcwy&city=五汉", "is not known on qcwy; nearest are 武汉, "],
  ["/coverage?city=背景", "is no city that is known or stored; nearest are 北京, "],
])("%s is a 400 with the nearest names", async (path, reason) => {
  const answer = await stage().call<Problems>("GET", path);
  expect(answer).toMatchObject({ status: 400, code: "unknown_city" });
  expect(answer.data.problems[0]).toMatchObject({ field: "city", reason: expect.stringContaining(reason) });
});

test("next keywords leave out what was added meanwhile, and are added by the batch of keywords", async () => {
  const { call } = stage();
  const path = "/coverage/next-keywords?platform=qcwy&city=北京";
  const { data } = await call<{ items: { platform: string; city: string; keyword: string }[] }>("GET", path);
  expect(data.items).toMatchObject([
    { platform: "qcwy", city: "北京", keyword: "爬虫", unseen: 12.5, requests: 3, unseen_per_request: 4.2 },
    { keyword: "数仓" },
    { keyword: "测试" },
  ]);
  const [first] = data.items;
  const items = [{ platform: first?.platform, city: first?.city, keyword: first?.keyword }];
  expect((await call("POST", "/keywords/batch", { json: { items } })).status).toBe(200);
  const after = await call<{ items: { keyword: string }[] }>("GET", path);
  expect(after.data.items.map(({ keyword }) => keyword)).toEqual(["数仓", "测试"]);
});

test("the index covers 90 days, and says how old its newest reading is", async () => {
  const { call, asked } = stage();
  const { data } = await call<{ points: unknown[]; card: unknown }>("GET", "/analytics/index?platform=qcwy");
  expect(data.points).toEqual([{ day: "2026-11-22", value: 100, cells: 3 }]);
  expect(data.card).toMatchObject({
    from: "2026-08-25",
    to: "2026-11-22",
    method: "matched-panel-7d-1",
    as_of: 5,
  });
  expect(asked[0]?.[0]).toEqual(["qcwy"]);
});

test("recrawl is shown per platform, and set in every ledger of one, with a line in the audit log", async () => {
  const { call, ledgers, auditLines } = stage();
  const { data } = await call<{ items: { platform: string; mode: string; keywords: number }[] }>(
    "GET",
    "/recrawl",
  );
  expect(data.items.map(({ platform, mode }) => [platform, mode])).toEqual([
    ["boss", "off"],
    ["qcwy", "off"],
    ["zhilian", "off"],
  ]);
  expect(data.items[0]?.keywords, "both ledgers of the platform").toBe(4);
  const changed = await call<{ mode: string }>("PATCH", "/recrawl/qcwy", { json: { mode: "on" } });
  expect(changed.data.mode).toBe("on");
  expect(ledgers.qcwy.map(({ recrawlMode }) => recrawlMode)).toEqual(["on", "on"]);
  expect(ledgers.boss.map(({ recrawlMode }) => recrawlMode)).toEqual(["off", "off"]);
  expect(auditLines.at(-1)).toMatchObject({ action: "recrawl.update", record: "platform:qcwy" });
  expect((await call("PATCH", "/recrawl/qcwy", { json: { mode: "fast" } })).status).toBe(422);
});

test("a caller from whom recruiters are hidden may not count postings by what may be a contact", async () => {
  const { call, asked } = stage({}, { ...SUPERUSER, seesRecruiters: false });
  const { status, data } = await call<Problems>("GET", "/coverage?text=13812345678");
  expect(status).toBe(422);
  expect(data.problems[0]?.field).toBe("text");
  expect(asked).toEqual([]);
  expect((await call("GET", "/coverage?text=Java")).status).toBe(200);
});
