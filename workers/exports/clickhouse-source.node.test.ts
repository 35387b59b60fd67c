/** The copies of exports against the real engine, and the Parquet file that it writes. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { joinBytes } from "../../shared/bytes.ts";
import { makeFacts } from "../../tests/support/clickhouse/make-facts.ts";
import { sampleJob, sampleSighting } from "../../tests/support/clickhouse/sample-rows.ts";
import { type ScratchClickHouse, scratchClickHouse } from "../../tests/support/clickhouse/scratch.ts";
import { clickHouseClient, exportClient } from "../clickhouse/client.ts";
import { insertLines } from "../clickhouse/insert.ts";
import { PUBLISHED_NAMES } from "../data-set/published-columns.ts";
import { createSnapshotRows } from "../data-set/snapshot-rows.ts";
import { createClickHouseSource } from "./clickhouse-source.ts";
import type { Cell } from "./columns.ts";
import { addComments, commentKey } from "./formats/parquet-comments.ts";
import type { Stage, StagedRow } from "./source.ts";
import { columnsOf, SUBJECTS } from "./subjects.ts";

let ch: ScratchClickHouse;
const source = () => createClickHouseSource(exportClient(ch.config));
const stageOf = (name: string, columns: string[], subject: "jobs" | "companies" = "jobs"): Stage => ({
  name,
  subject,
  columns: columnsOf(subject, columns),
});
const JOBS = 25_000;

async function all(stage: Stage, after: StagedRow["position"] | null = null): Promise<StagedRow[]> {
  const found: StagedRow[] = [];
  for await (const rows of source().rows(stage, after)) found.push(...rows);
  return found;
}
/** Joins pieces of which each is valid until the next one. */
async function whole(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const kept: Uint8Array[] = [];
  for await (const piece of pieces) kept.push(piece.slice());
  return joinBytes(kept);
}
/** Adds the rows in two pieces, as a batch grows. */
async function add(stage: Stage, rows: readonly StagedRow[], token: string): Promise<void> {
  const batch = source().batch(stage);
  batch.add(rows.slice(0, 10));
  batch.add(rows.slice(10));
  await batch.insert(token);
}
const insert = (table: "jobs" | "job_details" | "job_sightings" | "companies", rows: object[]) =>
  insertLines(
    clickHouseClient(ch.config),
    table,
    rows.map((row) => JSON.stringify(row)),
    crypto.randomUUID(),
  );

beforeAll(async () => {
  ch = await scratchClickHouse({ migrated: true });
  const jobs = Array.from({ length: JOBS }, (_, n) => sampleJob(n));
  await insert("jobs", jobs);
  await insert("job_sightings", [sampleSighting(0, "new")]);
  await insert("job_details", [{ ...sampleJob(2), description: "Text of its own page" }]);
  await makeFacts(ch);
});
afterAll(() => ch.remove());

test("a copy has the rows of the filter, in one order, over many queries", async () => {
  const stage = stageOf("a.1", ["job_key", "city", "monthly_min", "skills", "collected_at", "last_seen_day"]);
  const filter = { city: ["北京"] };
  const rows = await source().stage(stage, filter);
  expect(rows).toBe(JOBS / 5);
  expect(await source().count("jobs", filter)).toBe(rows);
  const found = await all(stage);
  expect(found).toHaveLength(rows);
  expect(new Set(found.map(({ cells }) => cells[0])).size).toBe(rows);
  expect(found[0]?.cells).toEqual([
    "job-0",
    "北京",
    15_000,
    sampleJob(0).skills,
    sampleJob(0).collected_at,
    expect.stringMatching(/^2026-\d\d-\d\d$/),
  ]);
  const at = 1234;
  expect(await all(stage, found[at]?.position ?? null)).toEqual(found.slice(at + 1));
  await source().drop(stage);
  expect(await all(stage)).toEqual([]);
  await source().drop(stage);
});

test("a copy does not change with what is stored after it, and reads over several queries", async () => {
  const stage = stageOf("b.1", ["job_key", "title"]);
  expect(await source().stage(stage, {})).toBe(JOBS);
  const before = await all(stage);
  await insert("jobs", [
    { ...sampleJob(7), title: "Rust工程师", collected_at: sampleJob(7).collected_at + 1 },
  ]);
  await makeFacts(ch);
  expect(await all(stage)).toEqual(before);
  expect(before).toHaveLength(JOBS);
  const later = stageOf("b.2", ["job_key", "title"]);
  await source().stage(later, {});
  expect((await all(later)).find(({ cells }) => cells[0] === "job-7")?.cells[1]).toBe("Rust工程师");
  await source().drop(stage);
  await source().drop(later);
});

test("a posting that stands in job_facts twice, while a refresh replaces it, is exported once and new", async () => {
  const columns = Object.keys(
    (await ch.ask("SELECT * FROM job_facts LIMIT 1 FORMAT JSONEachRow").then(JSON.parse)) as object,
  );
  const others = columns.filter((name) => !["version", "title"].includes(name)).join(", ");
  await ch.ask(
    `INSERT INTO job_facts (${others}, title, version) SELECT ${others}, 'newer', version + INTERVAL 1 SECOND
     FROM job_facts WHERE job_key = 'job-9'`,
  );
  const stage = stageOf("c.1", ["job_key", "title"]);
  expect(await source().stage(stage, {})).toBe(JOBS);
  expect((await all(stage)).filter(({ cells }) => cells[0] === "job-9").map(({ cells }) => cells[1])).toEqual(
    ["newer"],
  );
  await source().drop(stage);
  await ch.ask("DELETE FROM job_facts WHERE title = 'newer'");
});

test("the text of a posting comes where it is wanted, that of its own page first", async () => {
  const stage = stageOf("d.1", ["job_key", "description"]);
  expect(await source().stage(stage, {})).toBe(JOBS);
  const texts = new Map((await all(stage)).map(({ cells }) => [cells[0], cells[1]]));
  expect(texts.get("job-2")).toBe("Text of its own page");
  expect(texts.get("job-3")).toBe(sampleJob(3).description ?? null);
  await source().drop(stage);
});

test("rows can be added to a copy of their own, once however often it is tried", async () => {
  const stage = stageOf(
    "e.1",
    Object.keys(SUBJECTS.jobs.columns).filter((name) => name !== "description"),
  );
  await source().stage(stage, { city: ["上海"] });
  const rows = await all(stage);
  const masked = { ...stage, name: "e.1.masked" };
  await add(masked, rows, "token-1");
  await add(masked, rows, "token-1");
  expect(await all(masked)).toEqual(rows);
  await source().drop(masked);
  // Few columns are chosen: those that every row needs are filled.
  const few = stageOf("e.2", ["title"]);
  await add(
    few,
    rows.map(({ position }) => ({ position, cells: ["x"] })),
    "token-2",
  );
  expect(await all(few)).toHaveLength(rows.length);
  await source().drop(few);
  await source().drop(stage);
});

test("companies are exported too", async () => {
  const columns = [...SUBJECTS.companies.usual];
  await insert("companies", [
    {
      ...{
        platform: "boss",
        company_key: "c1",
        name: "甲",
        city: "北京",
        channel: "web",
        upload_id: "u",
        part: 0,
      },
      ...{ source: "edge", collected_at: 1_793_491_200_000, content_hash: "00", parser_version: 1 },
    },
  ]);
  const stage = stageOf("f.1", columns, "companies");
  expect(await source().stage(stage, { city: ["北京"] })).toBe(1);
  const [row] = await all(stage);
  expect(row?.cells[columns.indexOf("name")]).toBe("甲");
  expect(row?.cells[columns.indexOf("collected_at")]).toBe(1_793_491_200_000);
  expect(await source().count("companies", { city: ["上海"] })).toBe(0);
  expect(await source().count("companies", { text: "甲" })).toBe(1);
  expect(await source().count("companies", { text: "乙" })).toBe(0);
  await source().drop(stage);
});

test("a Parquet file is typed, has each row once, and says what its columns mean", async () => {
  const columns = [...SUBJECTS.jobs.usual];
  const stage = stageOf("g.1", columns);
  await source().stage(stage, {});
  const bytes = await whole(addComments(await source().parquet(stage), stage.columns));
  const file = join(ch.dataDir, "jobs.parquet");
  await writeFile(file, bytes);
  expect(
    await ch.ask(`SELECT count(), uniqExact(job_key), max(monthly_max) FROM file('${file}', Parquet)`),
  ).toBe(`${JOBS}\t${JOBS}\t25000`);
  const types = await ch.ask(`DESCRIBE file('${file}', Parquet) FORMAT JSONEachRow`);
  const typed = Object.fromEntries(
    types.split("\n").map((line) => {
      const { name, type } = JSON.parse(line) as { name: string; type: string };
      return [name, type];
    }),
  );
  expect(Object.keys(typed)).toEqual(columns);
  expect(typed).toMatchObject({
    title: "Nullable(String)",
    monthly_min: "Nullable(Float64)",
    is_proxy: "Nullable(Bool)",
    collected_at: "DateTime64(3, 'UTC')",
    skills: expect.stringMatching(/^Array\(/),
  });
  const footer = new TextDecoder().decode(bytes.subarray(-200_000));
  for (const { name, comment } of stage.columns) {
    expect(footer).toContain(commentKey(name));
    expect(footer).toContain(comment);
  }
  await source().drop(stage);
});

test("snapshots are compared by what they say of each posting, not by when it was seen", async () => {
  const rows = createSnapshotRows(exportClient(ch.config));
  const columns = [...PUBLISHED_NAMES];
  const keep = async (day: string, change: (row: StagedRow) => StagedRow | null) => {
    const [open, stage] = [stageOf(`s.${day}`, columns), stageOf(`s.${day}.masked`, columns)];
    await source().stage(open, { city: ["上海"] });
    const changed = (await all(open)).flatMap((row) => change(row) ?? []);
    await add(stage, changed, day);
    await rows.keep(day, stage.name);
    await rows.keep(day, stage.name);
    await source().drop(open);
    await source().drop(stage);
  };
  const set = (row: StagedRow, name: string, value: Cell): StagedRow => ({
    ...row,
    cells: row.cells.map((cell, at) => (columns[at] === name ? value : cell)),
  });
  const keyOf = ({ cells }: StagedRow) => cells[columns.indexOf("job_key")];
  await keep("2026-11-16", (row) => (keyOf(row) === "job-1" ? null : row));
  await keep("2026-11-23", (row) => {
    if (keyOf(row) === "job-6") return null;
    if (keyOf(row) === "job-11") return set(row, "monthly_max", 1);
    return set(row, "last_seen_day", "2026-11-23");
  });
  expect(await rows.counts("2026-11-23", "2026-11-16")).toEqual({ added: 1, changed: 1, gone: 1 });
  expect(await rows.counts("2026-11-23", null)).toEqual({ added: 0, changed: 0, gone: 0 });
  const lines = await new Response(await rows.changes("2026-11-23", "2026-11-16")).text();
  expect(
    lines
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { platform: "qcwy", job_key: "job-1", change: "added" },
    { platform: "qcwy", job_key: "job-11", change: "changed" },
    { platform: "qcwy", job_key: "job-6", change: "gone" },
  ]);
  await rows.drop("2026-11-16");
  expect((await rows.counts("2026-11-23", "2026-11-16")).gone).toBe(0);
});

test("a value of a filter is never SQL", async () => {
  for (const text of [
    "' or 1=1 --",
    "\\'; DROP TABLE job_facts; --",
    "{filter_city:String}",
    '") or ("1"="1',
  ])
    for (const filter of [
      { city: [text] },
      { company: [text] },
      { skill: [text] },
      { keyword: [text] },
      { text },
    ])
      expect(await source().count("jobs", filter)).toBe(0);
});

test("a file that is cut off is an error, not a shorter file", async () => {
  const broken = new Response("PAR1 rows Code: 241. DB::Exception: Memory limit").body as ReadableStream;
  await expect(whole(addComments(broken, columnsOf("jobs", ["title"])))).rejects.toThrow(
    "no whole Parquet file",
  );
});

test("a name that is no name of ours reaches no statement", async () => {
  for (const name of ["x' OR 1=1 --", "", "a;b", "{x:String}"])
    await expect(source().drop({ name, subject: "jobs" })).rejects.toThrow();
});
