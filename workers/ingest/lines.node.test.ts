/**
 * Inserts lines of real list pages into the real schema and checks columns, types and times. It needs the
 * ClickHouse engine, which runs in Node only.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type JobBoards, startJobBoards } from "../../local/job-boards/start.ts";
import type { DataType, Platform } from "../../shared/contracts/platform.ts";
import { PlatformSettings } from "../../shared/contracts/settings.ts";
import { PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import type { AdapterContext, RequestSpec } from "../../shared/platforms/adapter.ts";
import { adapters, ingestEntry } from "../../shared/platforms/registry.ts";
import { join } from "../../tests/edge/ingest/join-body.ts";
import { type ScratchClickHouse, scratchClickHouse } from "../../tests/support/clickhouse/scratch.ts";
import {
  bossUrl,
  qcwyRequest,
  SIGN_KEY,
  zhilianRequest,
} from "../../tests/support/job-boards/test-client.ts";
import { clickHouseClient } from "../clickhouse/client.ts";
import { insertLines } from "../clickhouse/insert.ts";
import { INGEST_TABLES } from "./line-inserter.ts";
import { linesByTable } from "./lines-by-table.ts";
import { openBatch } from "./open-batch.ts";
import { buildBatch, prepareBatch } from "./prepare.ts";

let ch: ScratchClickHouse;
let boards: JobBoards;
beforeAll(async () => {
  [ch, boards] = await Promise.all([
    scratchClickHouse({ migrated: true }),
    startJobBoards({ signKey: SIGN_KEY, bossOpen: true, corpus: { seed: 1, size: 300 } }),
  ]);
});
afterAll(() => Promise.all([ch?.remove(), boards?.close()]));

const REQUESTS: Record<Platform, () => Request> = {
  boss: () => new Request(bossUrl(boards.boss.url, { city: "100010000" })),
  qcwy: () => qcwyRequest(boards.qcwy.url, {}),
  zhilian: () => zhilianRequest(boards.zhilian.url, {}),
};

async function listRows(platform: Platform): Promise<unknown[]> {
  const response = await fetch(REQUESTS[platform]());
  const answer = { status: response.status, headers: {}, body: await response.text() };
  const query = { keyword: "", city: "全国", channel: "web" as const, filters: {}, page: 1 };
  return adapters[platform].readList(answer, query).items;
}

/** Inserts rows as the consumer does; all of them are new. */
async function insert(platform: Platform, dataType: DataType, rows: unknown[], again = "") {
  const prepared = prepareBatch(
    {
      batch_id: `${platform}-${dataType}${again}`,
      platform,
      channel: "web",
      data_type: dataType,
      rows,
      run: dataType === "job" ? { keyword_id: "k", run_id: "r", keyword: "工程师", city: "全国" } : null,
      source: "edge",
      request_id: "q",
      collected_at: Date.UTC(2026, 10, 22, 1, 2, 3, 456) + (again ? 1000 : 0),
    },
    ingestEntry(platform, "web", dataType),
  );
  expect(prepared.invalid).toEqual([]);
  const batch = { ...openBatch(`${platform}-${dataType}${again}`, prepared.body), senderBatchId: null };
  const tables = linesByTable([batch], ["n".repeat(prepared.header.entries.length)]);
  for (const table of INGEST_TABLES) {
    await insertLines(
      clickHouseClient(ch.config),
      table,
      join(tables[table]),
      `${platform}:${dataType}${again}:${table}`,
    );
  }
  return prepared;
}

const select = async (query: string): Promise<Record<string, unknown>[]> =>
  (await clickHouseClient(ch.config).query({ query, format: "JSONEachRow" })).json();

test.each(PLATFORMS)("takes a list page of %s whole", async (platform) => {
  const rows = await listRows(platform);
  expect(rows.length).toBeGreaterThan(10);
  const { entries, header } = await insert(platform, "job", rows);
  expect(entries).toHaveLength(rows.length);

  const raw = await select(
    `SELECT job_key, raw, keyword, collected_at FROM raw_jobs WHERE platform = '${platform}'`,
  );
  const sent = new Map(rows.map((row) => [adapters[platform].jobKey(row), JSON.stringify(row)]));
  expect(new Map(raw.map((row) => [row.job_key, row.raw]))).toEqual(sent);
  expect(raw[0]).toMatchObject({ keyword: "工程师", collected_at: "2026-11-22 01:02:03.456" });

  // The typed table returns exactly what the parser read, nulls and empty lists included.
  const jobs = await select(`SELECT * FROM jobs WHERE platform = '${platform}'`);
  expect(jobs).toHaveLength(rows.length);
  const parsed = rows.map((row) => adapters[platform].parseJob(row)?.job);
  for (const job of parsed) {
    if (!job) throw new Error("a row without a key");
    const { published_at, updated_at, ...fields } = job;
    const stored = jobs.find((row) => row.job_key === job.job_key);
    expect(stored).toMatchObject(fields);
    for (const [name, time] of Object.entries({ published_at, updated_at })) {
      const text = stored?.[name];
      expect(typeof text === "string" ? Date.parse(`${text.replace(" ", "T")}Z`) : text).toBe(time);
    }
  }

  const employers = header.entries.filter((entry) => entry.type === "company");
  const companies = await select(
    `SELECT company_key, content_hash FROM companies WHERE platform = '${platform}'`,
  );
  expect(new Map(companies.map((row) => [row.company_key, row.content_hash]))).toEqual(
    new Map(employers.map((entry) => [entry.key, entry.hash])),
  );
  const [sightings] = await select(
    `SELECT count() AS n, any(verdict) AS verdict FROM job_sightings WHERE platform = '${platform}'`,
  );
  expect(sightings).toEqual({ n: rows.length, verdict: "new" });
});

test("keeps the text of a raw row byte by byte", async () => {
  const text =
    '{ "jobId":"verbatim-1" ,"big": 12345678901234567890.10, "jobId":"verbatim-1", "lone":"\\ud800", "slash":"\\/", "text":"}]{[ \\"\\\\ 职位\\n" }';
  const head = {
    batch_id: "verbatim",
    run: null,
    source: "edge",
    request_id: "q",
    collected_at: Date.UTC(2026, 10, 22),
  };
  const builder = buildBatch(head, ingestEntry("qcwy", "web", "job"));
  builder.add(JSON.parse(text), { json: new TextEncoder().encode(text) });
  const tables = linesByTable(
    [{ ...openBatch("verbatim", builder.finish().body), senderBatchId: null }],
    ["n"],
  );
  await insertLines(clickHouseClient(ch.config), "raw_jobs", join(tables.raw_jobs), "verbatim");
  expect(await select("SELECT raw FROM raw_jobs WHERE job_key = 'verbatim-1'")).toEqual([{ raw: text }]);
});

const contextOf = (platform: Platform): AdapterContext => {
  const { url } = boards[platform];
  const limits = { delay_ms: 0, jitter_ms: 0, concurrency: 1, timeout_ms: 1000, early_stop_pages: 0 };
  const breaker = { cap_rows: 300, breaker_cooldown_ms: 0, breaker_failures: 1 };
  const urls = { list_url: url, detail_url: url, company_url: url };
  return {
    settings: PlatformSettings.parse({ ...urls, fetch_mode: "http", ...limits, ...breaker }),
    now: Date.now(),
  };
};

async function pageOf(request: RequestSpec | null) {
  if (!request) throw new Error("the row leads to no page");
  const response = await fetch(request.url, { method: request.method, headers: request.headers });
  return { status: response.status, headers: {}, body: await response.text() };
}

test.each(PLATFORMS)("keeps what the own pages of %s say when the list comes again", async (platform) => {
  const adapter = adapters[platform];
  const context = contextOf(platform);
  const [row] = await listRows(platform);
  const jobKey = adapter.jobKey(row);
  const companyKey = adapter.companyKey(row) ?? "";
  const request = await adapter.detailRequest(jobKey ?? "", adapter.detailToken(row) ?? {}, context);
  const detail = adapter.readDetail(await pageOf(request));
  const page = await pageOf(await adapter.companyRequest(companyKey, context));
  const company = adapter.readCompany(page, companyKey);
  await insert(platform, "job_detail", [detail.item]);
  await insert(platform, "company", [company.item]);
  await insert(platform, "job", [row], "-later");

  const [raw] = await select(`SELECT raw FROM raw_job_details WHERE platform = '${platform}'`);
  expect(raw?.raw).toBe(JSON.stringify(detail.item));
  const [posting] = await select(
    `SELECT title, salary_text, description, detailed_at, upload_id, batch_id FROM jobs_full
     WHERE platform = '${platform}' AND job_key = '${jobKey}'`,
  );
  const list = adapter.parseJob(row)?.job;
  expect(posting).toEqual({
    title: list?.title,
    salary_text: list?.salary_text,
    description: adapter.parseJob(detail.item)?.job.description,
    detailed_at: "2026-11-22 01:02:03.456",
    upload_id: `${platform}-job-later`,
    batch_id: null,
  });
  expect(posting?.description).toContain("岗位职责");
  const [employer] = await select(
    `SELECT description, address, detailed_at FROM companies_full
     WHERE platform = '${platform}' AND company_key = '${companyKey}'`,
  );
  const told = adapter.parseCompany(company.item);
  expect(employer).toEqual({
    description: told?.description,
    address: told?.address,
    detailed_at: "2026-11-22 01:02:03.456",
  });
  expect(employer?.description).toContain("主要从事");
  const [without] = await select(
    `SELECT count() AS n FROM jobs_full WHERE platform = '${platform}' AND detailed_at IS NULL`,
  );
  expect(Number(without?.n)).toBeGreaterThan(10);
});
