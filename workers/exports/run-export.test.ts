/** Runs that are killed, taken over and cancelled, over the real bucket, database and locks. */
import { env } from "cloudflare:workers";
import { streamXlsxRows } from "hucre/xlsx";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ExportFormat } from "../../shared/contracts/exports.ts";
import { sha256Hex } from "../../shared/domain/sha256.ts";
import { type IdentityApi, identityApi, reset } from "../../tests/edge/api/identity-api.ts";
import type { SourceRow } from "../../tests/edge/exports/memory-source.ts";
import { ClickHouseRejected } from "../clickhouse/errors.ts";
import type { WantedExport } from "./exports.ts";
import { fileKey, PART_BYTES } from "./files.ts";

let api: IdentityApi;
beforeEach(async () => {
  api = await identityApi();
});
afterEach(reset);

/** Rows of 1 MiB each, so that a few fill a part. */
const ROW_CHARS = 1024 * 1024;
const rows = (count: number): SourceRow[] =>
  Array.from({ length: count }, (_, at) => ({
    first_seen: at,
    platform: "boss",
    job_key: `k${at}`,
    title: `${at}`.padEnd(ROW_CHARS, "x"),
  }));

const wanted = (format: ExportFormat, over: Partial<WantedExport> = {}): WantedExport => ({
  subject: "jobs",
  format,
  columns: ["job_key", "title"],
  filter: {},
  masked: false,
  ownerId: "00000000-0000-4000-8000-000000000001",
  departmentId: null,
  ...over,
});

const start = async (format: ExportFormat, over: Partial<WantedExport> = {}) =>
  (await api.services.exports.start(wanted(format, over), "test")).id;
const run = (id: string, timeMs = 60_000) => api.services.exports.run(id, timeMs);
const find = async (id: string) => {
  const record = await api.services.exports.find(id);
  if (!record) throw new Error("no such export");
  return record;
};
const fileOf = async (id: string, format: ExportFormat) => {
  const object = await env.SPOOL.get(fileKey(id, format));
  return object && new Uint8Array(await object.arrayBuffer());
};

/** The first time that a step comes to this row its network breaks, as when its Worker is killed. */
function breakAt(jobKey: string): void {
  let broken = false;
  api.exportSource.beforeBlock = (position) => {
    if (broken || position?.[2] !== jobKey) return;
    broken = true;
    throw new Error("the network broke");
  };
}

test.each(["csv", "jsonl"] as const)(
  "%s: a run that is killed goes on from its last part and ends with the same bytes",
  async (format) => {
    api.exportSource.rowsOf.jobs = rows(27);
    const whole = await start(format);
    await run(whole);
    expect(await find(whole)).toMatchObject({ state: "done", rowsTotal: 27, rowsDone: 27 });

    breakAt("k20");
    const killed = await start(format);
    await run(killed);
    const half = await find(killed);
    expect(half).toMatchObject({ state: "running", rowsTotal: 27, error: "the network broke" });
    expect(half.parts).toHaveLength(Math.floor((20 * ROW_CHARS) / PART_BYTES));
    // What is stored meanwhile does not change the rows.
    api.exportSource.rowsOf.jobs = rows(3);
    let read = 0;
    api.exportSource.beforeBlock = () => {
      read += 1;
    };
    await run(killed);
    // It did not begin again: 11 rows after the last part, in blocks of 3.
    expect(read).toBeLessThan(6);
    expect(await find(killed)).toMatchObject({ state: "done", rowsTotal: 27, rowsDone: 27, error: null });
    expect((await find(killed)).sha256).toBe((await find(whole)).sha256);
    expect((await find(killed)).bytes).toBe((await fileOf(killed, format))?.length);
    expect(api.exportSource.copies.size).toBe(0);
  },
);

test("the hash is that of the file in the bucket, and the number of rows that of its lines", async () => {
  api.exportSource.rowsOf.jobs = rows(3).map((row) => ({ ...row, title: "会计" }));
  const id = await start("csv");
  await run(id);
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
    (await fileOf(id, "csv")) ?? undefined,
  );
  const record = await find(id);
  expect(record.sha256).toBe(sha256Hex(text));
  expect(text.trimEnd().split("\r\n")).toHaveLength(1 + (record.rowsTotal ?? 0));
});

test("an export of nothing is an empty file, or one with a header", async () => {
  const [lines, table] = [await start("jsonl"), await start("csv")];
  await run(lines);
  await run(table);
  expect(await find(lines)).toMatchObject({ state: "done", rowsTotal: 0, bytes: 0 });
  expect(await fileOf(lines, "jsonl")).toHaveLength(0);
  expect(await find(table)).toMatchObject({ state: "done", rowsTotal: 0 });
});

/** Texts that hardly get smaller, so that the rows fill a part of a workbook; a cell of Excel holds 32,767 characters. */
const WIDE = [
  "title",
  "company_name",
  "url",
  "industry",
  "district",
  "business_area",
  "company_full_name",
  "city",
];
const denseRows = (count: number): SourceRow[] =>
  rows(count).map((row) => ({
    ...row,
    ...Object.fromEntries(
      WIDE.map((name) => [name, crypto.getRandomValues(new Uint8Array(24_000)).toBase64()]),
    ),
  }));

test("a workbook that was killed goes on from its last part and ends with the same bytes", async () => {
  api.exportSource.rowsOf.jobs = denseRows(60);
  const columns = ["job_key", ...WIDE];
  const whole = await start("xlsx", { columns });
  await run(whole);
  expect(await find(whole)).toMatchObject({ state: "done", rowsTotal: 60, rowsDone: 60 });

  breakAt("k50");
  const killed = await start("xlsx", { columns });
  await run(killed);
  const half = await find(killed);
  expect(half).toMatchObject({ state: "running", rowsTotal: 60, error: "the network broke" });
  expect(half.parts).toHaveLength(1);
  expect(half.rowsDone).toBeGreaterThan(20);
  api.exportSource.rowsOf.jobs = [];
  let read = 0;
  api.exportSource.beforeBlock = () => {
    read += 1;
  };
  await run(killed);
  // It did not begin again, in blocks of 3 rows.
  expect(read).toBeLessThan(14);
  const done = await find(killed);
  expect(done).toMatchObject({ state: "done", rowsDone: 60, error: null });
  expect(done.sha256).toBe((await find(whole)).sha256);
  expect(done.parts.every((part) => part.workbook === undefined)).toBe(true);
  const found: unknown[] = [];
  for await (const { values } of streamXlsxRows((await fileOf(killed, "xlsx")) as Uint8Array))
    found.push(values[0]);
  expect(found).toEqual(["job_key", ...Array.from({ length: 60 }, (_, at) => `k${at}`)]);
});

test("a workbook whose last piece would be packed otherwise fails instead of being damaged", async () => {
  api.exportSource.rowsOf.jobs = denseRows(60);
  breakAt("k50");
  const id = await start("xlsx", { columns: ["job_key", ...WIDE] });
  await run(id);
  for (const copy of api.exportSource.copies.values()) for (const row of copy) row.cells[1] = "another";
  await run(id);
  expect(await find(id)).toMatchObject({
    state: "failed",
    error: expect.stringContaining("can't be gone on"),
  });
  expect(await fileOf(id, "xlsx")).toBeNull();
});

test("a Parquet file that was killed begins anew: one file, and nothing of the first try stays", async () => {
  api.exportSource.rowsOf.jobs = rows(20).map((row) => ({ ...row, title: "会计" }));
  const whole = await start("parquet");
  await run(whole);
  const id = await start("parquet");
  const { parquet } = api.exportSource;
  api.exportSource.parquet = async (stage) => {
    const { value: bytes } = await (await parquet.call(api.exportSource, stage)).getReader().read();
    let sent = false;
    return new ReadableStream({
      type: "bytes",
      pull(controller) {
        if (sent) controller.error(new Error("the network broke"));
        else controller.enqueue((bytes as Uint8Array).subarray(0, 100));
        sent = true;
      },
    });
  };
  await run(id);
  const half = await find(id);
  expect(half).toMatchObject({ state: "running", phase: "write", rowsDone: 0, error: "the network broke" });
  const { uploadId } = half;
  api.exportSource.parquet = parquet;
  api.exportSource.rowsOf.jobs = [];
  await run(id);
  const done = await find(id);
  expect(done).toMatchObject({ state: "done", rowsTotal: 20, rowsDone: 20 });
  expect(done.sha256).toBe((await find(whole)).sha256);
  const upload = env.SPOOL.resumeMultipartUpload(fileKey(id, "parquet"), uploadId ?? "");
  await expect(upload.uploadPart(1, new Uint8Array(1))).rejects.toThrow();
});

test("contacts are hidden before the engine writes a file, also after a kill", async () => {
  api.exportSource.rowsOf.jobs = rows(9).map((row, at) => ({ ...row, title: `电话1381234567${at} 会计` }));
  breakAt("k5");
  const id = await start("parquet", { masked: true });
  await run(id);
  expect(await find(id)).toMatchObject({ state: "running", phase: "mask", rowsDone: 6 });
  await run(id);
  expect((await find(id)).state).toBe("done");
  const text = new TextDecoder().decode((await fileOf(id, "parquet")) ?? undefined);
  expect(text).not.toMatch(/1381234567/);
  expect(text.match(/会计/g)).toHaveLength(9);
  expect(text).toContain("comment.title");
});

test("two steps never write at once", async () => {
  api.exportSource.rowsOf.jobs = rows(9);
  let begun = 0;
  api.exportSource.beforeBlock = (position) => {
    if (position === null) begun += 1;
  };
  const id = await start("csv");
  await Promise.all([run(id), run(id), run(id)]);
  expect(begun).toBe(1);
  expect((await find(id)).state).toBe("done");
});

test("a step without time left wakes the next one, which goes on", async () => {
  api.exportSource.rowsOf.jobs = rows(18);
  const id = await start("csv");
  await run(id, 0);
  expect(await find(id)).toMatchObject({ state: "running", parts: [{ partNumber: 1 }] });
  expect(api.exportWakes).toEqual([id, id]);
  await run(id);
  expect(await find(id)).toMatchObject({ state: "done", rowsDone: 18 });
});

test("a run that is cancelled in between writes no file and leaves no copy", async () => {
  api.exportSource.rowsOf.jobs = rows(18);
  const id = await start("csv");
  api.exportSource.beforeBlock = async (position) => {
    if (position?.[2] === "k2") await api.services.exports.cancel(await find(id));
  };
  await run(id);
  expect((await find(id)).state).toBe("cancelled");
  expect(await fileOf(id, "csv")).toBeNull();
  expect(api.exportSource.copies.size).toBe(0);
});

test("a query that ClickHouse rejects fails the export at once; a network that stays broken after six steps", async () => {
  const rejected = await start("csv");
  api.exportSource.stage = async () => {
    throw new ClickHouseRejected(43, null, "ClickHouse 43: no", null);
  };
  await run(rejected);
  expect(await find(rejected)).toMatchObject({ state: "failed", error: "ClickHouse 43: no" });

  const broken = await start("csv");
  api.exportSource.stage = async () => {
    throw new Error("no answer");
  };
  for (let at = 0; at < 6; at++) await run(broken);
  expect(await find(broken)).toMatchObject({ state: "running", attempts: 6 });
  await run(broken);
  expect(await find(broken)).toMatchObject({ state: "failed", error: "no answer" });
});

test("rows that are missing fail the export instead of making a shorter file", async () => {
  api.exportSource.rowsOf.jobs = rows(9).map((row) => ({ ...row, title: "x" }));
  const id = await start("csv");
  api.exportSource.beforeBlock = (position) => {
    if (position !== null) return;
    for (const copy of api.exportSource.copies.values()) copy.splice(6);
  };
  await run(id);
  expect(await find(id)).toMatchObject({
    state: "failed",
    error: "6 rows were written of 9 that were copied",
  });
  expect(await fileOf(id, "csv")).toBeNull();
});

test("what stands still is woken, and a file goes after its time with its record's link", async () => {
  const waiting = await start("csv");
  api.pass(3 * 60_000);
  expect(await api.services.exports.resume()).toEqual({ woken: 1, ended: 0 });
  expect(api.exportWakes).toEqual([waiting, waiting]);
  await run(waiting);
  expect(await api.services.exports.resume()).toEqual({ woken: 0, ended: 0 });
  const link = await api.services.exports.makeLink(await find(waiting), "x", 200);
  expect(link.expiresAt).toBe((await find(waiting)).expiresAt);
  api.pass(7 * 86_400_000);
  expect(await api.services.exports.cleanUp(api.now())).toEqual({ files: 1, records: 0 });
  expect(await find(waiting)).toMatchObject({ state: "expired", linkHash: null });
  expect(await fileOf(waiting, "csv")).toBeNull();
});
