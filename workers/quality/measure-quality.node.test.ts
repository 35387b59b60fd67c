/** The quality of stored rows, measured by the real engine, against counts over the rows themselves. */
import { afterAll, expect, test } from "vitest";
import type { QualityBaseline, QualityReport } from "../../shared/contracts/quality.ts";
import { PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import { addDays, chinaDayOf } from "../../shared/domain/china-day.ts";
import { BASELINE_DAYS } from "../../shared/domain/quality/baselines.ts";
import { QUALITY_FIELDS } from "../../shared/domain/quality/quality-fields.ts";
import { QualityTally } from "../../shared/domain/quality/tally.ts";
import { DAY_MS } from "../../shared/time.ts";
import { FREE_LOCK, memoryStore } from "../../tests/support/clickhouse/make-facts.ts";
import { figureRig } from "../../tests/support/figures/figure-rig.ts";
import { MARKET_END, market } from "../../tests/support/figures/market.ts";
import { askOf } from "../clickhouse/ask.ts";
import type { Mail } from "../notify/mail.ts";
import { createQuality } from "./create-quality.ts";
import type { MeasureServices } from "./measure-quality.ts";
import type { QualityStore } from "./quality-store.ts";

const rig = await figureRig();
afterAll(() => rig.ch.remove());
const { postings } = market();
await rig.load(postings);

function memoryQualityStore() {
  let baselines: QualityBaseline[] = [];
  const reports = new Map<string, QualityReport>();
  const store: QualityStore = {
    baselines: async () => baselines,
    saveBaselines: async (all) => {
      baselines = [...all];
    },
    baselinesMadeAt: async () => baselines[0]?.made_at ?? null,
    report: async (day) => reports.get(day) ?? null,
    reportDays: async () => [...reports.keys()],
    addReport: async (report) => {
      if (reports.has(report.day)) return false;
      reports.set(report.day, report);
      return true;
    },
    mailed: async () => {},
  };
  return store;
}

const mails: Mail[] = [];
const events: Record<string, unknown>[] = [];
const asked = { newest: MARKET_END as number | null };
const state = memoryStore();
const store = memoryQualityStore();
const services: MeasureServices = {
  clickhouse: rig.clickhouse,
  ask: askOf(rig.clickhouse),
  store,
  state,
  lock: FREE_LOCK,
  newestStored: async () => asked.newest,
  quarantine: async () => ({ batches: 2, rows: 60 }),
  sendMail: async (mail) => void mails.push(mail),
  reportTo: ["quality@example.com"],
  publicUrl: "https://jobdata.example.com",
  clock: rig.clock,
  logger: { info: (event, fields) => void events.push({ event, ...fields }), warn: () => {} },
};
const quality = createQuality(services);
const TODAY = chinaDayOf(MARKET_END);
const YESTERDAY = addDays(TODAY, -1);

const rowsOf = (platform: string, day: string) =>
  postings.filter(({ job }) => job.platform === platform && chinaDayOf(job.collected_at) === day);

/** The market has no rows of some platforms on some days. */
const PRESENT = PLATFORMS.filter((platform) => rowsOf(platform, YESTERDAY).length > 0);

test("each field of each platform has the counts of its rows", async () => {
  expect(await quality.measure("first")).toMatchObject({
    skipped: null,
    days: BASELINE_DAYS,
    report: YESTERDAY,
  });
  const cells = await quality.day(YESTERDAY, "job");
  expect(PRESENT.length).toBeGreaterThan(0);
  for (const platform of PRESENT) {
    const own = rowsOf(platform, YESTERDAY);
    const tally = new QualityTally("job", null);
    for (const { job } of own) {
      tally.add({ row: job, searchCity: job.search_city, collectedAt: job.collected_at });
    }
    const { fields } = tally.result();
    for (const { name } of QUALITY_FIELDS.job) {
      const counts = fields[name];
      const cell = cells.find((one) => one.platform === platform && one.field === name);
      if (!counts || counts.rows === 0) {
        expect(cell, name).toBeUndefined();
        continue;
      }
      expect(cell, `${platform} ${name}`).toMatchObject({ rows: counts.rows, day: YESTERDAY });
      expect(cell?.fill_rate, `${platform} ${name}`).toBeCloseTo(counts.filled / counts.rows, 10);
      expect(cell?.unread, `${platform} ${name}`).toBeCloseTo(counts.unread / counts.rows, 10);
    }
    const salary = cells.find((one) => one.platform === platform && one.field === "salary");
    const numbers = own
      .flatMap(({ job }) => job.monthly_min ?? job.monthly_max ?? [])
      .toSorted((a, b) => a - b);
    expect(numbers).toContain(salary?.p50);
    expect(salary?.p1).toBeGreaterThanOrEqual(numbers[0] ?? 0);
    expect(salary?.p99).toBeLessThanOrEqual(numbers.at(-1) ?? 0);
  }
});

test("the report of the day before is made once, told as an event, and mailed", async () => {
  expect(events.filter(({ event }) => event === "quality.report")).toMatchObject([
    { day: YESTERDAY, batches: 2, rows: 60 },
  ]);
  expect(mails).toMatchObject([{ to: "quality@example.com", subject: expect.stringContaining(YESTERDAY) }]);
  expect(mails[0]?.text).toContain("https://jobdata.example.com/quality");
  expect(await quality.measure("again")).toMatchObject({ skipped: null, report: null });
  expect(mails).toHaveLength(1);
  const report = await quality.report(YESTERDAY);
  const postingsOf = report?.kinds.filter(({ data_type }) => data_type === "job") ?? [];
  expect(postingsOf.map(({ platform, rows }) => [platform, rows])).toEqual(
    PRESENT.map((platform) => [platform, rowsOf(platform, YESTERDAY).length]),
  );
});

test("nothing is asked of ClickHouse while nothing came in", async () => {
  asked.newest = MARKET_END - 1;
  expect(await quality.measure("sleeping")).toEqual({ skipped: "current" });
  asked.newest = null;
  expect(await quality.measure("sleeping")).toEqual({ skipped: "current" });
});

test("a day on which a field is gone is off its baseline, and makes it no worse", async () => {
  const at = MARKET_END + DAY_MS;
  const day = chinaDayOf(at);
  const usual = (ago: number, salary: boolean, n: number) => ({
    ...(postings[0]?.job as object),
    job_key: `q${ago}-${n}`,
    platform: "boss",
    search_city: null,
    upload_id: `q${ago}-${Math.floor(n / 30)}`,
    collected_at: at - ago * DAY_MS,
    ...(salary ? {} : { salary_text: null, monthly_min: null, monthly_max: null, unread: [] }),
  });
  const rows = Array.from({ length: 6 }, (_, ago) =>
    Array.from({ length: 240 }, (_, n) => usual(ago, ago !== 0, n)),
  ).flat();
  await rig.insert("jobs", rows);
  rig.clock.at = at;
  await quality.measure("later", true);
  const cell = (await quality.day(day, "job")).find(
    (one) => one.platform === "boss" && one.field === "salary_text",
  );
  expect(cell).toMatchObject({ rows: 240, fill_rate: 0, off: "missing", baseline_days: 4 });
  expect(cell?.expected_fill_rate).toBeGreaterThan(0.95);
  const trend = await quality.trend({
    ...{ platform: "boss", channel: "web", dataType: "job", field: "salary_text" },
    ...{ from: addDays(day, -2), to: day },
  });
  expect(trend.map(({ off }) => off)).toEqual([null, null, "missing"]);
  const [baseline] = (await store.baselines()).filter(({ platform }) => platform === "boss");
  expect(baseline?.fields.salary_text?.missing).toBeLessThan(0.05);
  // Rows of the last days that came late are measured too, those of the day before these are not.
  expect(baseline?.days).toBe(4);
});
