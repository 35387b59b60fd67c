/** Files are imported through the real ledger, spool and index of the ingest. */
import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { DAY_MS } from "../../../shared/time.ts";
import { SUPERUSER, TEST_TOKEN } from "../../../tests/edge/api/memory-identity.ts";
import { testApi } from "../../../tests/edge/api/test-api.ts";
import { testUploads } from "../../../tests/edge/api/test-uploads.ts";
import { IngestFixture, rawRows } from "../../../tests/edge/ingest/ingest-fixture.ts";
import { Killed, kindRun } from "../../../tests/support/tasks/run-kind.ts";
import { MAX_IMPORT_ROWS, MAX_UNREADABLE_ROWS, readImport } from "../import-lines.ts";
import { createTaskFiles, type FileUse } from "../task-files.ts";
import { importRows } from "./rows.import.ts";

const FILE = "0b8e9f1c-5b8d-4a52-9a38-6f0c2f7f5a11";
let ingest: IngestFixture;
let ids = 0;
const AUTH = { authorization: `Bearer ${TEST_TOKEN}` };
beforeAll(() => applyD1Migrations(env.DB, inject("d1Migrations")));
beforeEach(async () => {
  ingest = await IngestFixture.open();
  await env.DB.exec("delete from task_files");
  await ingest.store.delete((await ingest.store.list("task-files/")).blobs.map(({ key }) => key));
});
const files = (limits?: FileUse) =>
  createTaskFiles({
    db: drizzle(env.DB),
    store: ingest.store,
    clock: { now: Date.now },
    ...(limits && { limits }),
  });
const put = (body: string, format: "csv" | "jsonl" = "jsonl", ownerId = "lin") =>
  files().add({ id: FILE, name: "职位.csv", format, ownerId }, body);
const run = (over: object = {}, at?: (place: "before" | "after", n: number) => void, limits?: FileUse) => {
  const id = `019a0000-0000-8f04-8000-${String(++ids).padStart(12, "0")}`;
  return kindRun(importRows, {
    id,
    input: { file: FILE, platform: "boss", ...over },
    // A far reach opens nobody else's file.
    caller: { reach: { kind: "all" }, sees_recruiters: true },
    services: {
      files: files(limits),
      clock: { now: ingest.clock.now, sleep: async () => {} },
      uploads: testUploads(ingest.clock.now, ingest.acceptServices as object),
    } as never,
    ...(at && { at }),
  });
};
/** Runs it to its end; the consumer stores what is durable each time the task gives itself back. */
async function toEnd(task: ReturnType<typeof run>): Promise<Record<string, unknown>> {
  for (let tries = 0; tries < 20; tries++) {
    try {
      return (await task.once()) ?? {};
    } catch (error) {
      if (error instanceof Error && error.message !== "" && !(error instanceof Killed)) throw error;
      await ingest.drain();
    }
  }
  throw new Error("no end");
}
const lines = (rows: object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
const stored = () => ingest.inserter.rows("jobs").map(({ job_key }) => job_key as string);

describe("an import", () => {
  test("stores all good rows once, however it is killed, and names the bad ones by line and field", async () => {
    const rows = rawRows(2300);
    const text = `${lines(rows.slice(0, 1500))}not json\n\n${lines([{ title: "no key" }, { ...rows[0] }])}${lines(rows.slice(1500))}`;
    await put(text);
    const died = new Set<string>();
    const killed = run({}, (place, n) => {
      if (died.has(`${place} ${n}`)) return;
      died.add(`${place} ${n}`);
      throw new Killed();
    });
    const result = await toEnd(killed);
    expect(died.size).toBe(6);
    expect(result).toMatchObject({
      received: 2303,
      inserted: 2300,
      invalid: 2,
      quarantined: 0,
      dead: 0,
      problems: [
        { line: 1501, field: "row" },
        { line: 1503, field: "id", reason: "is missing" },
      ],
      problems_file: null,
    });
    expect(stored()).toHaveLength(2300);
    expect(new Set(stored()).size).toBe(2300);
    // The same file again is known row by row.
    expect(await toEnd(run())).toMatchObject({ inserted: 0, duplicates: 2301, invalid: 2 });
    expect(stored()).toHaveLength(2300);
  });

  test("reads CSV by its header, with names of its own, lists and line breaks", async () => {
    await put(
      '\ufeff编号;title;company\n"a-1";"第一行\n第二行";c1\n;"no key";c1\na-2;"C++ ""高级""";\n',
      "csv",
    );
    const result = await toEnd(run({ columns: { 编号: "id" } }));
    expect(result).toMatchObject({
      received: 3,
      inserted: 2,
      problems: [{ line: 4, field: "id", reason: "is missing" }],
    });
    expect(ingest.inserter.rows("jobs").map(({ job_key, title }) => [job_key, title])).toEqual([
      ["a-1", "第一行\n第二行"],
      ["a-2", 'C++ "高级"'],
    ]);
  });

  test("leaves all problems in a file of its creator when they are many", async () => {
    await put(lines([...rawRows(1), ...Array.from({ length: 80 }, () => ({ title: "no key" }))]));
    const result = await toEnd(run());
    expect(result).toMatchObject({ inserted: 1, invalid: 80 });
    expect(result.problems).toHaveLength(50);
    const api = testApi({ store: ingest.store }, { principal: { ...SUPERUSER, userId: "lin" } });
    const file = await api.app.request(`/api/v1/task-files/${result.problems_file}`, { headers: AUTH });
    expect(
      new TextDecoder()
        .decode(await file.arrayBuffer())
        .trim()
        .split("\n"),
    ).toHaveLength(80);
    const other = testApi({ store: ingest.store }, { principal: { ...SUPERUSER, userId: "wang" } });
    expect(
      (await other.app.request(`/api/v1/task-files/${result.problems_file}`, { headers: AUTH })).status,
    ).toBe(404);
  });

  test("ends well without that file where its creator may have no more, and says so", async () => {
    await put(lines(Array.from({ length: 60 }, () => ({ title: "no key" }))).concat(lines(rawRows(1))));
    const result = await toEnd(run({}, undefined, { files: 1, bytes: 1e9 }));
    expect(result).toMatchObject({ inserted: 1, invalid: 60, problems_file: null });
    expect(result.problems_file_left_out).toContain("you have 1 files of tasks");
    expect(await files().use("lin")).toMatchObject({ files: 1 });
  });

  test("ends at once for a file that is not there, is somebody else's, or holds no rows", async () => {
    await put("x", "jsonl", "wang");
    await expect(run().once()).rejects.toThrow("no file");
    await put("id,id\n1,2\n", "csv");
    await expect(run().once()).rejects.toThrow("line 1, header has the column id twice");
    await put("\n\n");
    await expect(run().once()).rejects.toThrow("holds no rows");
  });
});

test("cells of CSV are texts, and lists and objects where they are JSON; names cannot reach a prototype", () => {
  const { lines: read, problems } = readImport(
    'id,tags,area.city,__proto__.x,n\n1,"[""a"",""b""]",上海,evil,007\n1,2,3,4,5,6\n',
    "csv",
    {},
  );
  expect(JSON.parse(read[0]?.json ?? "")).toEqual(
    JSON.parse('{"id":"1","tags":["a","b"],"area":{"city":"上海"},"__proto__":{"x":"evil"},"n":"007"}'),
  );
  expect(({} as { x?: string }).x).toBeUndefined();
  expect(problems).toEqual([{ line: 3, field: "row", reason: "has 6 cells, and the header 5" }]);
});

test.each([
  ["jsonl", "", "1\n", MAX_IMPORT_ROWS, "rows"],
  ["csv", "a\n", "1\n", MAX_IMPORT_ROWS, "rows"],
  ["csv", "a\n", 'x"y\n', MAX_UNREADABLE_ROWS, "rows that cannot be read"],
] as const)(
  "%s of more rows than memory or time allow is refused as a whole",
  (format, head, row, max, what) => {
    expect(readImport(head + row.repeat(max + 1), format, {})).toEqual({
      lines: [],
      problems: [{ line: 1, field: "file", reason: `holds more than ${max} ${what}` }],
    });
  },
);

test.each([
  ["LF", "\n"],
  ["CRLF", "\r\n"],
])(
  "a row is named by the line where it begins, also behind skipped rows and line breaks in cells (%s)",
  (_, end) => {
    const text = 'a,b\n1,"x\ny"\n\n2,z"z\n3,4\n5,"p\n\nq"\n6,7\n'.replaceAll("\n", end);
    expect(readImport(text, "csv", {}).lines.map(({ line }) => line)).toEqual([2, 6, 7, 10]);
  },
);

describe("files", () => {
  const as = (userId: string) => testApi({ store: ingest.store }, { principal: { ...SUPERUSER, userId } });
  const upload = (api: ReturnType<typeof as>, body: string, type = "text/csv") =>
    api.app.request("/api/v1/task-files?name=%E8%81%8C%E4%BD%8D.csv", {
      method: "POST",
      body,
      headers: { ...AUTH, "content-type": type },
    });
  interface Made {
    data: { id: string; use: FileUse };
  }

  test("are taken by the API up to their size, listed and deleted by their owner, and count until then", async () => {
    const [api, other] = [as("lin"), as("wang")];
    const made = (await (await upload(api, "id\n1\n")).json()) as Made;
    expect(made.data).toMatchObject({
      ...{ name: "职位.csv", format: "csv", bytes: 5 },
      use: { files: 1, bytes: 5, max_files: 100, max_bytes: 200 * 1024 * 1024 },
    });
    const { id } = made.data;
    expect(await files().find(id, "lin")).toMatchObject({ bytes: 5 });
    expect((await upload(api, "x", "application/zip")).status).toBe(415);
    expect((await upload(api, "")).status).toBe(422);
    expect((await upload(api, "x".repeat(10 * 1024 * 1024 + 1))).status).toBe(413);
    await upload(api, "id\n22\n");
    const page = await api.call<{ items: { id: string }[]; next_cursor: string | null; use: FileUse }>(
      "GET",
      "/task-files?limit=1",
    );
    expect(page.data).toMatchObject({ use: { files: 2, bytes: 11 }, items: [{ bytes: 6 }] });
    const rest = await api.call("GET", `/task-files?limit=1&cursor=${page.data.next_cursor}`);
    expect(rest.data).toMatchObject({ items: [{ id, bytes: 5 }], next_cursor: null });
    expect((await other.call("GET", "/task-files")).data).toMatchObject({ items: [], use: { files: 0 } });
    expect((await other.call("DELETE", `/task-files/${id}`)).status).toBe(404);
    expect(await files().find(id, "lin")).not.toBeNull();
    const gone = await api.call("DELETE", `/task-files/${id}`);
    expect(gone).toMatchObject({ status: 200, data: { id, use: { files: 1, bytes: 6 } } });
    expect(await files().find(id, "lin")).toBeNull();
    expect((await api.call("DELETE", `/task-files/${id}`)).status).toBe(404);
  });

  test("are refused beyond what one owner may have, also when many come at once", async () => {
    const few = files({ files: 3, bytes: 100 });
    const add = (body: string, ownerId = "lin") =>
      few.add({ id: crypto.randomUUID(), name: "x", format: "csv", ownerId }, body);
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => add("0123456789")));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
    expect(tries.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "conflict", message: expect.stringContaining("you have 3 files of tasks") },
    });
    expect(await few.use("lin")).toEqual({ files: 3, bytes: 30 });
    expect((await ingest.store.list("task-files/")).blobs).toHaveLength(3);
    await expect(add("x".repeat(101), "wang")).rejects.toMatchObject({ code: "conflict" });
    await add("x".repeat(100), "wang");
    await expect(add("x", "wang")).rejects.toThrow("0.0 MiB");
  });

  test("are not counted when they could not be stored, and the clean-up ends what died in between", async () => {
    const broken = { ...ingest.store, put: () => Promise.reject(new Error("R2 is away")) };
    const parts = { db: drizzle(env.DB), clock: { now: Date.now } };
    const add = (store: typeof broken) =>
      createTaskFiles({ ...parts, store }).add({ id: FILE, name: "x", format: "csv", ownerId: "lin" }, "1");
    await expect(add(broken)).rejects.toThrow("R2 is away");
    expect(await files().use("lin")).toEqual({ files: 0, bytes: 0 });
    await put("old");
    await env.DB.exec("insert into task_files values ('dead', 'lin', 'x', 'csv', 7, 1)");
    // Two days ahead nothing is old enough but the row without an object.
    const soon = Date.now() - 28 * DAY_MS;
    expect(await files().deleteBefore(soon, true)).toBe(1);
    expect(await files().deleteBefore(soon)).toBe(1);
    expect(await files().use("lin")).toEqual({ files: 1, bytes: 3 });
    expect(await files().deleteBefore(Date.now() + 60_000)).toBe(1);
    expect(await files().find(FILE, "lin")).toBeNull();
    expect(await files().use("lin")).toEqual({ files: 0, bytes: 0 });
  });
});
