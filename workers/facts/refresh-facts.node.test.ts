/** The refresh against the real engine: what job_facts holds must be what the stored rows say, whatever came when. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { companyCleaningLine } from "../../shared/tables/company-cleaning.ts";
import { basePublisher, FREE_LOCK, memoryStore, SILENT } from "../../tests/support/clickhouse/make-facts.ts";
import { sampleJob, sampleSighting } from "../../tests/support/clickhouse/sample-rows.ts";
import { type ScratchClickHouse, scratchClickHouse } from "../../tests/support/clickhouse/scratch.ts";
import { clickHouseClient } from "../clickhouse/client.ts";
import { createCompanyQueries } from "../clickhouse/company-queries.ts";
import { insertLines } from "../clickhouse/insert.ts";
import { staleCompanies } from "../clickhouse/queries/stale-companies.ts";
import { uncleanedCompanies } from "../clickhouse/queries/uncleaned-companies.ts";
import { runQuery } from "../clickhouse/query.ts";
import { type RefreshServices, refreshFacts } from "./refresh-facts.ts";

let ch: ScratchClickHouse;
const client = () => clickHouseClient(ch.config);
let skills: RefreshServices["skills"];
beforeAll(async () => {
  ch = await scratchClickHouse({ migrated: true });
  skills = basePublisher(ch);
});
afterAll(() => ch.remove());

const store = memoryStore();
let stored: number | null = null;
let now = 1_000_000;
const services = (): RefreshServices => ({
  clickhouse: client(),
  store,
  lock: FREE_LOCK,
  skills,
  newestStored: async () => stored,
  clock: { now: () => now++ },
  logger: SILENT,
});
let token = 0;
const insert = (table: "jobs" | "job_details" | "job_sightings" | "companies", rows: object[]) =>
  insertLines(
    client(),
    table,
    rows.map((row) => JSON.stringify(row)),
    `t${token++}`,
  );
const facts = async (select: string, where = "1") =>
  (await ch.ask(`SELECT ${select} FROM job_facts WHERE ${where} ORDER BY job_key FORMAT TSV`)).split("\n");
const refresh = (force = true) => refreshFacts(services(), "test", force);
const DAY_MS = 86_400_000;
const PROVENANCE = {
  channel: "web",
  upload_id: "u",
  part: 0,
  source: "edge",
  content_hash: "h",
  parser_version: 1,
};

test("holds each posting once, with the newest content and the spans of its sightings", async () => {
  await insert("jobs", [0, 1, 2].map(sampleJob));
  await insert(
    "job_sightings",
    [0, 1].map((n) => sampleSighting(n, "new")),
  );
  expect(await refresh()).toMatchObject({ skipped: null, content: 3 });
  expect(await facts("job_key, title, last_seen_day, first_seen = collected_at")).toHaveLength(3);
  await insert("jobs", [
    { ...sampleJob(1), title: "Ｒｕｓｔ工程师", collected_at: sampleJob(1).collected_at + 5 },
  ]);
  await refresh();
  expect(await facts("job_key, title", "job_key = 'job-1'")).toEqual(["job-1\tＲｕｓｔ工程师"]);
  expect(await facts("job_key", "position(search_text, 'rust工程师') > 0")).toEqual(["job-1"]);
  expect(await facts("count(), uniqExact(job_key)", "1 GROUP BY ALL ORDER BY 1 --")).toEqual(["3\t3"]);
});

test("takes what the posting's own page adds, and keeps what the list says", async () => {
  await insert("job_details", [
    { ...sampleJob(2), title: "of the page", skills: ["Zig"], description: "Ⅻ full description" },
  ]);
  await refresh();
  expect(await facts("title, skills, detailed_at IS NOT NULL", "job_key = 'job-2'")).toEqual([
    `${sampleJob(2).title}\t['Zig']\t1`,
  ]);
  expect(await facts("job_key", "position(search_text, 'full description') > 0")).toEqual(["job-2"]);
});

test("moves the day of the last sighting forward, never back", async () => {
  const later = sampleSighting(0, "unchanged").seen_at + 3 * DAY_MS;
  await insert("job_sightings", [{ ...sampleSighting(0, "unchanged"), seen_at: later, upload_id: "later" }]);
  await refresh();
  const day = new Date(later + 8 * 3_600_000).toISOString().slice(0, 10);
  expect(await facts("last_seen_day", "job_key = 'job-0'")).toEqual([day]);
  await insert("job_sightings", [
    { ...sampleSighting(0, "unchanged"), seen_at: later - DAY_MS, upload_id: "late" },
  ]);
  await refresh();
  expect(await facts("last_seen_day", "job_key = 'job-0'")).toEqual([day]);
});

test("follows the own page of its company, also when that comes later, and takes it back with it", async () => {
  const company = { platform: "qcwy", company_key: "firm", collected_at: sampleJob(3).collected_at + 1 };
  const posting = {
    ...sampleJob(3),
    company_key: "firm",
    company_name: "短名",
    company_size: "20-99",
    company_type: null,
    industry: "餐饮",
  };
  await insert("jobs", [posting, { ...posting, job_key: "job-4", company_key: "other" }]);
  // A row that a posting brought says nothing of the company's own page.
  await insert("companies", [{ ...company, ...PROVENANCE, name: "短名", company_size: "100-499" }]);
  await refresh();
  const fields = "company_name, company_full_name, company_size, company_type, industry";
  const asPosted = ["短名\t\\N\t20-99\t\\N\t餐饮"];
  expect(await facts(fields, "job_key = 'job-3'")).toEqual(asPosted);
  const page = {
    ...company,
    ...PROVENANCE,
    full_name: "深圳示例有限公司",
    company_size_text: "50-150人",
    company_type: "民营",
    description: "示例",
    collected_at: company.collected_at + 1,
  };
  await insert("companies", [page]);
  expect(await refresh()).toMatchObject({ skipped: null });
  // The page's size spans two bands: it has a text and no band.
  expect(await facts(fields, "job_key = 'job-3'")).toEqual(["短名\t深圳示例有限公司\t\\N\t民营\t餐饮"]);
  expect(await facts(fields, "job_key = 'job-4'")).toEqual(asPosted);
  // Companies whose page is stored, or that are in the cleaning queue, do not enter it.
  const uncleaned = async (per_platform: number) =>
    (await runQuery(client(), uncleanedCompanies, { platforms: ["qcwy"], per_platform })).map(
      ({ company_key }) => company_key,
    );
  expect(await uncleaned(10)).toEqual(["company-0", "company-1", "company-2", "other"]);
  expect(await uncleaned(2)).toHaveLength(2);
  const queued = { state: "pending", queued_at: 1, cleaned_at: null, changed_at: 2 } as const;
  const line = companyCleaningLine({ platform: "qcwy", company_key: "other", ...queued });
  await insertLines(client(), "company_cleaning", [line], "queued");
  expect(await uncleaned(10)).toEqual(["company-0", "company-1", "company-2"]);
  // A page that is old is fetched again where the company has open postings, once: then it waits in the queue.
  const stale = async (before: number) =>
    (await runQuery(client(), staleCompanies, { platforms: ["qcwy"], before, limit: 10 })).map(
      ({ company_key }) => company_key,
    );
  const fetched = page.collected_at;
  const queue = async (state: "pending" | "done", cleaned_at: number | null, changed_at: number) =>
    insertLines(
      client(),
      "company_cleaning",
      [
        companyCleaningLine({
          platform: "qcwy",
          company_key: "firm",
          state,
          queued_at: 1,
          cleaned_at,
          changed_at,
        }),
      ],
      `firm ${changed_at}`,
    );
  expect(await stale(fetched)).toEqual([]);
  expect(await stale(fetched + 1)).toEqual(["firm"]);
  await queue("pending", null, 3);
  expect(await stale(fetched + 1)).toEqual([]);
  await queue("done", fetched + 500, 4);
  // It was fetched since and said the same, so that nothing was stored.
  expect(await stale(fetched + 1)).toEqual([]);
  expect(await stale(fetched + 501)).toEqual(["firm"]);
  await ch.ask("TRUNCATE TABLE company_cleaning");
  const companies = createCompanyQueries(client());
  expect(await companies.life("qcwy", "firm")).toEqual({
    first_seen: sampleJob(3).collected_at,
    last_seen_day: "2026-11-01",
    open_postings: 0,
    months: [["2026-11"], [1]],
  });
  expect(await companies.life("qcwy", "nobody")).toBeNull();
  await ch.ask("DELETE FROM jobs WHERE job_key IN ('job-3', 'job-4')");
  await ch.ask("INSERT INTO job_changes (platform, job_key) VALUES ('qcwy', 'job-3'), ('qcwy', 'job-4')");
  await refresh();
});

test("drops a posting that is no longer stored", async () => {
  await ch.ask("DELETE FROM jobs WHERE job_key = 'job-2'");
  await ch.ask("INSERT INTO job_changes (platform, job_key) VALUES ('qcwy', 'job-2')");
  await refresh();
  expect(await facts("job_key")).toEqual(["job-0", "job-1"]);
});

test("asks ClickHouse nothing while nothing was stored, and goes on after a failure", async () => {
  stored = ((await store.read())?.startedAt ?? 0) - 60_001;
  expect(await refresh(false)).toEqual({ skipped: "current" });
  stored = (await store.read())?.startedAt ?? 0;
  expect(await refresh(false)).toMatchObject({ skipped: null });
  const broken = {
    ...services(),
    clickhouse: clickHouseClient({ ...ch.config, CLICKHOUSE_PASSWORD: "wrong" }),
  };
  await expect(refreshFacts(broken, "test", true)).rejects.toThrow();
  expect((await store.read())?.error).toBeTruthy();
  stored = null;
  expect(await refresh(false)).toMatchObject({ skipped: null });
  expect((await store.read())?.error).toBeNull();
});

test("a quiet week is no gap: the first rows after it make no other row anew", async () => {
  // A row that is made anew would be there again.
  await ch.ask("DELETE FROM job_facts WHERE job_key = 'job-1'");
  await ch.ask("TRUNCATE TABLE job_changes");
  stored = null;
  for (let day = 0; day < 8; day++) {
    now += DAY_MS;
    expect(await refresh(false)).toEqual({ skipped: "current" });
  }
  stored = now;
  await ch.ask("INSERT INTO job_changes (platform, job_key) VALUES ('qcwy', 'job-0')");
  expect(await refresh(false)).toMatchObject({ skipped: null, content: 1 });
  expect(await facts("job_key")).toEqual(["job-0"]);
});

test("makes all rows anew after a gap that is longer than changes are kept", async () => {
  await ch.ask("TRUNCATE TABLE job_changes");
  await ch.ask("DELETE FROM job_facts WHERE job_key = 'job-0'");
  now += 7 * DAY_MS;
  expect(await refresh()).toMatchObject({ content: 2 });
  expect(await facts("job_key")).toEqual(["job-0", "job-1"]);
});

test("finds the searches that found a posting", async () => {
  expect(await ch.ask("SELECT DISTINCT keyword, job_key FROM job_keywords FINAL ORDER BY 2 FORMAT TSV")).toBe(
    "数据\tjob-0\n数据\tjob-1",
  );
});
