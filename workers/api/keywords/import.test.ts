import { expect, test } from "vitest";
import type { Keyword } from "../../../shared/contracts/keyword.ts";
import { type Problems, testApi } from "../../../tests/edge/api/test-api.ts";

const headers = { "content-type": "text/csv; charset=utf-8" };

interface Imported extends Problems {
  items: { line: number; id: string; result: string }[];
}

test("good rows of a mixed file are kept, bad ones listed by line, field and reason", async () => {
  const { call } = testApi();
  const body = [
    "platform,keyword,city,priority,channel",
    "boss,Java,北京,8,web",
    "monster,Java,北京,5,",
    "boss,,北京,5,",
    `boss,${"x".repeat(10_000)},北京,5,`,
    'boss,"Java,北京,5,',
    "qcwy,Java,Atlantis,soon,fax",
    "boss,Java,北京市,3,web",
    "",
    "zhilian,数据分析,全国,,",
  ].join("\n");
  const { status, data } = await call<Imported>("POST", "/keywords/import", { body, headers });
  expect(status).toBe(200);
  expect(data).toMatchObject({ received: 8, created: 2, exists: 1, restored: 0, rejected: 5 });
  expect(data.items.map(({ line, result }) => [line, result])).toEqual([
    [2, "created"],
    [8, "exists"],
    [10, "created"],
  ]);
  expect(data.problems.map(({ line, field }) => [line, field])).toEqual([
    [3, "platform"],
    [4, "keyword"],
    [5, "keyword"],
    [6, "row"],
    [7, "channel"],
    [7, "priority"],
  ]);
  const stored = await call<{ keyword: Keyword }>("GET", `/keywords/${data.items[0]?.id}`);
  expect(stored.data.keyword).toMatchObject({ keyword: "Java", city: "北京", priority: 8, channel: "web" });
});

test("a file without one good row is 422, and every row is named", async () => {
  const { call, ledgers } = testApi();
  const answer = await call<Problems>("POST", "/keywords/import", {
    body: "x,a,北京,5\ny,b,北京,5",
    headers,
  });
  expect(answer).toMatchObject({ status: 422, code: "validation_failed" });
  expect(answer.message).toMatch(/^line 1: platform: .* \(and 1 more\)$/);
  expect(answer.data.problems.map(({ line, field }) => [line, field])).toEqual([
    [1, "platform"],
    [2, "platform"],
  ]);
  expect(
    Object.values(ledgers)
      .flat()
      .every(({ keywords }) => keywords.size === 0),
  ).toBe(true);
});

test("an empty file is 422", async () => {
  const answer = await testApi().call<Problems>("POST", "/keywords/import", { body: "", headers });
  expect(answer).toMatchObject({
    status: 422,
    data: { problems: [{ field: "body", reason: "holds no rows" }] },
  });
});

test("10,000 rows go through, in calls of at most 500 to a ledger", async () => {
  const sizes: number[] = [];
  const api = testApi();
  const ledger: typeof api.services.ledger = (platform, shard) => {
    const inner = api.ledgers[platform][shard];
    if (!inner) throw new Error("no such shard");
    return Object.assign(Object.create(inner) as typeof inner, {
      create: async (items: unknown[]) => {
        sizes.push(items.length);
        return items.map(() => ({ id: crypto.randomUUID(), result: "created" as const }));
      },
    });
  };
  const { call } = testApi({ ledger });
  const body = Array.from({ length: 10_000 }, (_, at) => `boss,k${at},北京,5`).join("\n");
  const { data } = await call<Imported>("POST", "/keywords/import", { body, headers });
  expect(data).toMatchObject({ received: 10_000, created: 10_000, rejected: 0 });
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(10_000);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
});
