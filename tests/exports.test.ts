/** Exports of the whole system: real queue, bucket, database and engine; what comes out is read by other programs' rules. */
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { streamXlsxRows } from "hucre/xlsx";
import { afterAll, beforeAll, expect, test } from "vitest";
import { jobFacts } from "../shared/tables/facts.ts";
import { type System, startSystem } from "./support/system.ts";
import { until } from "./support/until.ts";

let system: System;
const ROWS = 30_000;
const TITLE = "=1+1 会计 电话13812345678";

beforeAll(async () => {
  system = await startSystem();
  const names = Object.keys(jobFacts.columns);
  const values: Record<string, string> = {
    ...{
      platform: "'boss'",
      job_key: "toString(number)",
      title: `'${TITLE}'`,
      city: "if(number % 3 = 0, '上海', '北京')",
    },
    ...{
      monthly_min: "number",
      collected_at: "fromUnixTimestamp64Milli(1795000000000)",
      description: "repeat('x', 300)",
    },
    ...{
      first_seen: "fromUnixTimestamp64Milli(1790000000000 + number)",
      last_seen_day: "toDate('2026-11-22')",
    },
    ...{ search_text: "'会计'", version: "fromUnixTimestamp64Milli(1795000000000)", company_name: "'甲'" },
  };
  const columns = names.filter((name) => values[name] !== undefined);
  await system.database.command({
    query: `INSERT INTO job_facts (${columns.join(", ")})
      SELECT ${columns.map((name) => `${values[name]} AS ${name}`).join(", ")} FROM numbers(${ROWS})`,
  });
});
afterAll(() => system?.close());

const get = async (path: string) =>
  system.harness.fetch(`/api/v1${path}`, { headers: { authorization: `Bearer ${system.apiKey}` } });
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

interface Exported {
  id: string;
  state: string;
  rows_total: number;
  sha256: string;
  error: string | null;
}

async function makeFile(format: string): Promise<{ bytes: Uint8Array; exported: Exported }> {
  const headers = { authorization: `Bearer ${system.apiKey}`, "content-type": "application/json" };
  const body = JSON.stringify({
    subject: "jobs",
    format,
    columns: ["job_key", "title", "city", "monthly_min", "first_seen", "description"],
    filter: { city: ["上海"], text: "会计" },
  });
  const made = await system.harness.fetch("/api/v1/exports", { method: "POST", headers, body });
  const { id } = ((await made.json()) as { data: Exported }).data;
  const exported = await until(`the export as ${format}`, async () => {
    const { data } = (await (await get(`/exports/${id}`)).json()) as { data: Exported };
    return ["waiting", "running"].includes(data.state) ? null : data;
  });
  expect(exported).toMatchObject({ state: "done", rows_total: ROWS / 3, error: null });
  const bytes = new Uint8Array(await (await get(`/exports/${id}/file`)).arrayBuffer());
  expect(sha256(bytes)).toBe(exported.sha256);
  return { bytes, exported };
}

test("rows are sent at once: as many as announced, formulas disarmed", async () => {
  const response = await get("/exports/rows?columns=job_key,title,monthly_min&city=上海");
  expect(response.headers.get("x-export-rows")).toBe(String(ROWS / 3));
  const text = await response.text();
  const rows = parse(text, { bom: true, columns: true }) as Record<string, string>[];
  expect(rows).toHaveLength(ROWS / 3);
  expect(rows[0]).toEqual({ job_key: "0", title: `'${TITLE}`, monthly_min: "0" });
  expect(new Set(rows.map(({ job_key }) => job_key)).size).toBe(ROWS / 3);
});

test("a file of each format comes through queue and bucket, whole and with its hash", async () => {
  const csv = parse(Buffer.from((await makeFile("csv")).bytes), { bom: true, columns: true });
  expect(csv).toHaveLength(ROWS / 3);

  const lines = new TextDecoder()
    .decode((await makeFile("jsonl")).bytes)
    .trimEnd()
    .split("\n");
  expect(lines).toHaveLength(ROWS / 3);
  expect(JSON.parse(lines[1] ?? "")).toMatchObject({ job_key: "3", monthly_min: 3, title: TITLE });

  let sheetRows = 0;
  for await (const { values } of streamXlsxRows((await makeFile("xlsx")).bytes)) {
    if (sheetRows === 2) expect(values.slice(0, 4)).toEqual(["3", TITLE, "上海", 3]);
    sheetRows += 1;
  }
  expect(sheetRows).toBe(1 + ROWS / 3);

  const { bytes } = await makeFile("parquet");
  const folder = await mkdtemp(join(tmpdir(), "jobdata-export-"));
  const path = join(folder, "export.parquet");
  await writeFile(path, bytes);
  const answer = await system.database.query({
    query: `SELECT count() AS rows, uniqExact(job_key) AS keys, toTypeName(any(monthly_min)) AS pay FROM file('${path}', Parquet)`,
    format: "JSONEachRow",
  });
  const [found] = await answer.json<{ rows: number; keys: number; pay: string }>();
  expect([Number(found?.rows), Number(found?.keys), found?.pay]).toEqual([
    ROWS / 3,
    ROWS / 3,
    "Nullable(Float64)",
  ]);
  await rm(folder, { recursive: true });
  expect(new TextDecoder().decode(bytes.subarray(-4000))).toContain("title of the posting");
  // The copies of the rows are gone.
  const left = await system.database.query({
    query: "SELECT count() AS n FROM export_jobs",
    format: "JSONEachRow",
  });
  expect(Number((await left.json<{ n: number }>())[0]?.n)).toBe(0);
});
