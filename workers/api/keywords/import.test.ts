import { writeXlsxStream } from "hucre/xlsx";
import { expect, test } from "vitest";
import type { Keyword } from "../../../shared/contracts/keyword.ts";
import { type Problems, testApi } from "../../../tests/edge/api/test-api.ts";

const headers = { "content-type": "text/csv; charset=utf-8" };

interface Imported extends Problems {
  created: number;
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

const XLSX = { "content-type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" };
const workbook = async (rows: (string | number | null)[][]) =>
  new Uint8Array(await new Response(writeXlsxStream(rows, { name: "关键词" })).arrayBuffer());

test("a workbook is read as a CSV file is: its first sheet, by header, each problem with its line", async () => {
  const { call } = testApi();
  const body = await workbook([
    ["平台", "关键词", "城市", "优先级"],
    ["boss", "Java", "北京", 8],
    ["monster", "Java", "北京", 5],
    [null, null, null, null],
    ["qcwy", "=1+1 数据", "武汉", null],
    ["qcwy", 2026, "Atlantis", "soon"],
  ]);
  const { status, data } = await call<Imported>("POST", "/keywords/import", { body, headers: XLSX });
  expect(status).toBe(200);
  expect(data).toMatchObject({ received: 4, created: 2, rejected: 2, valid: 2 });
  expect(data.items.map(({ line }) => line)).toEqual([2, 5]);
  expect(data.problems.map(({ line, field }) => [line, field])).toEqual([
    [3, "platform"],
    [6, "priority"],
  ]);
  const stored = await call<{ keyword: Keyword }>("GET", `/keywords/${data.items[0]?.id}`);
  expect(stored.data.keyword).toMatchObject({ keyword: "Java", city: "北京", priority: 8 });
});

test("a dry run stores nothing, and tells what is wrong", async () => {
  const { call, ledgers, auditLines } = testApi();
  const body = "platform,keyword,city\nboss,Java,北京\nmonster,Java,北京\n";
  const { data } = await call<Imported>("POST", "/keywords/import?dry_run=true", { body, headers });
  expect(data).toMatchObject({ received: 2, valid: 1, rejected: 1, created: 0, items: [] });
  expect(data.problems.map(({ line, field }) => [line, field])).toEqual([[3, "platform"]]);
  const stored = Object.values(ledgers).flatMap((shards) => shards.flatMap(({ keywords }) => [...keywords]));
  expect(stored).toEqual([]);
  expect(auditLines.map(({ action }) => action)).toEqual(["keyword.check"]);
});

/** Changes what the archive's directory says of its first file. */
function withDirectory(archive: Uint8Array, change: (view: DataView, entry: number, end: number) => void) {
  const copy = archive.slice();
  const view = new DataView(copy.buffer);
  let end = copy.length - 22;
  while (view.getUint32(end, true) !== 0x06054b50) end--;
  change(view, view.getUint32(end + 16, true), end);
  return copy;
}

test("a workbook that would unpack to too much, or is none, is refused before it is unpacked", async () => {
  const good = await workbook([["boss", "Java", "北京"]]);
  const cases: [string, Uint8Array, string][] = [
    [
      "a bomb",
      withDirectory(good, (view, at) => view.setUint32(at + 24, 21 * 1024 * 1024, true)),
      "unpacks to",
    ],
    [
      "an undeclared size",
      withDirectory(good, (view, at) => view.setUint32(at + 24, 0, true)),
      "is no Excel",
    ],
    ["ZIP64", withDirectory(good, (view, at) => view.setUint32(at + 24, 0xffffffff, true)), "is no Excel"],
    ["many files", withDirectory(good, (view, _, end) => view.setUint16(end + 10, 501, true)), "unpacks to"],
    [
      "a directory beyond the file",
      withDirectory(good, (view, _, end) => view.setUint32(end + 16, 1e9, true)),
      "is no Excel",
    ],
    ["a cut file", good.slice(0, 200), "is no Excel"],
    ["another file", new TextEncoder().encode("x".repeat(100)), "is no Excel"],
  ];
  for (const [name, body, reason] of cases) {
    const { status, data } = await testApi().call<Problems>("POST", "/keywords/import", {
      body,
      headers: XLSX,
    });
    expect(status, name).toBe(422);
    expect(data.problems[0]?.reason, name).toContain(reason);
  }
  // A file that unpacks to more than it says is not read to its end.
  const lies = withDirectory(good, (view, at) => {
    for (let entry = at; view.getUint32(entry, true) === 0x02014b50; ) {
      view.setUint32(entry + 24, 40, true);
      entry +=
        46 +
        view.getUint16(entry + 28, true) +
        view.getUint16(entry + 30, true) +
        view.getUint16(entry + 32, true);
    }
  });
  expect((await testApi().call("POST", "/keywords/import", { body: lies, headers: XLSX })).status).toBe(422);
});

test("a workbook with more than 10,000 rows is refused, and one far to the right is cut off there", async () => {
  const many = await workbook(Array.from({ length: 10_002 }, (_, at) => ["boss", `k${at}`, "北京"]));
  const answer = await testApi().call<Problems>("POST", "/keywords/import", { body: many, headers: XLSX });
  expect(answer).toMatchObject({
    status: 422,
    data: { problems: [{ field: "body", reason: "holds more than 10000 rows" }] },
  });
  const wide = await workbook([["boss", "Java", "北京", ...Array<null>(16_000).fill(null), "x"]]);
  const { status, data } = await testApi().call<Imported>("POST", "/keywords/import", {
    body: wide,
    headers: XLSX,
  });
  expect([status, data.created]).toEqual([200, 1]);
});
