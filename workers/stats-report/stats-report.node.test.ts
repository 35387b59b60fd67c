import { expect, test } from "vitest";
import type { Sample } from "../../shared/contracts/metrics.ts";
import type { StatsReport } from "../../shared/contracts/stats-report.ts";
import { HOUR_MS } from "../../shared/time.ts";
import { scratchClickHouse } from "../../tests/support/clickhouse/scratch.ts";
import { askOf } from "../clickhouse/ask.ts";
import { clickHouseClient } from "../clickhouse/client.ts";
import { noticeMail } from "../notify/channels/email.ts";
import { readStats } from "./read-stats.ts";
import { sendStatsReport } from "./send-report.ts";
import { statsNotice } from "./stats-notice.ts";

const TO = Date.UTC(2026, 10, 22, 6);
const FROM = TO - 6 * HOUR_MS;
const samples: Sample[] = [
  { name: "jobdata_crawl_coverage_ratio", labels: { platform: "boss" }, value: 0.9312 },
  { name: "jobdata_breaker_open", labels: { platform: "boss" }, value: 1 },
  { name: "jobdata_keywords", labels: { platform: "qcwy", state: "failed" }, value: 2 },
  { name: "jobdata_keywords", labels: { platform: "qcwy", state: "blocked" }, value: 3 },
  { name: "jobdata_keywords", labels: { platform: "qcwy", state: "done" }, value: 90 },
  { name: "jobdata_dead_letters", labels: { kind: "ingest" }, value: 4 },
  { name: "jobdata_dead_letters", labels: { kind: "push" }, value: 1 },
  { name: "jobdata_nodes", labels: { state: "online" }, value: 7 },
];
const sources = (over: Partial<Parameters<typeof readStats>[0]> = {}) => ({
  ask: async () => {
    throw new Error("ClickHouse must not be asked");
  },
  readMetrics: async () => samples,
  newestStored: async () => TO - 1,
  openAlerts: async () => 2,
  logger: { warn: () => {} },
  ...over,
});

// It starts an engine of its own.
test("the figures of six hours are those of the rows, counters that were reset included", async () => {
  const ch = await scratchClickHouse({ migrated: true });
  try {
    const at = (ms: number) => new Date(ms).toISOString().replace("T", " ").replace("Z", "");
    const insert = (table: string, rows: object[]) =>
      ch.ask(`INSERT INTO ${table} FORMAT JSONEachRow ${rows.map((row) => JSON.stringify(row)).join(" ")}`);
    const search = { platform: "boss", city: "北京", distinct_jobs: 1, reported: 1 };
    await insert("keyword_coverage", [
      { ...search, keyword: "a", at: at(FROM) },
      { ...search, keyword: "a", at: at(TO - 1) },
      { ...search, keyword: "b", at: at(TO) },
      { ...search, keyword: "c", at: at(FROM - 1) },
    ]);
    const counted = (outcome: string, values: number[]) =>
      values.map((value, n) => ({
        name: "jobdata_requests_total",
        labels: `outcome="${outcome}",platform="boss"`,
        at: at(FROM + n * HOUR_MS),
        value,
      }));
    // 100 → 130, then a reset, then 20: grown by 50.
    await insert("metric_samples", [...counted("ok", [100, 130, 20]), ...counted("blocked", [5, 5, 9])]);
    // The reading before the span: what came between it and the first of the span is of this report.
    const [first] = counted("ok", [90]);
    await insert("metric_samples", [{ ...first, at: at(FROM - 5 * 60_000) }]);
    const report = await readStats(sources({ ask: askOf(clickHouseClient(ch.config)) }), {
      from: FROM,
      to: TO,
    });
    expect(report.missing).toBeNull();
    expect(report.platforms[0]).toEqual({
      ...{ platform: "boss", new_jobs: 0, jobs: 0, searches: 2, requests: 64, failed_requests: 4 },
      ...{ failing: 0, coverage: 0.9312, breaker_open: true },
    });
    expect(report.platforms[1]).toMatchObject({ platform: "qcwy", failing: 5, coverage: null });
    expect(report).toMatchObject({ dead_letters: 5, nodes: { online: 7 }, open_alerts: 2 });
    expect(report.tables).toContainEqual({ table: "keyword_coverage", rows: 4, bytes: expect.any(Number) });
  } finally {
    await ch.remove();
  }
});

test("a ClickHouse that sleeps is not woken, and one that is away is told", async () => {
  const asleep = await readStats(sources({ newestStored: async () => FROM - 1 }), { from: FROM, to: TO });
  expect(asleep).toMatchObject({ missing: "nothing_stored", tables: [], dead_letters: 5 });
  expect((await readStats(sources(), { from: FROM, to: TO })).missing).toBe("clickhouse_away");
});

test("a channel gets the report of a slot once, however often its job runs", async () => {
  const sent = new Map<string, StatsReport>();
  const channel = { enabled: true, getsReport: true } as never;
  const services = {
    ...sources({ newestStored: async () => null }),
    emitReport: async () => 0,
    channels: {
      all: async () =>
        [
          { ...(channel as object), id: "c1" },
          { enabled: true, id: "c2" },
        ] as never,
    },
    messages: {
      addReport: async (id: string, _receiver: string, report: StatsReport) => void sent.set(id, report),
    },
  };
  const slot = TO + 50 * 60_000;
  for (let n = 0; n < 2; n++) expect(await sendStatsReport(services, slot)).toBe(1);
  expect([...sent.keys()]).toEqual([`stats-${slot}-c1`]);
  expect(sent.get(`stats-${slot}-c1`)).toMatchObject({ from: FROM, to: TO });
});

const report: StatsReport = {
  ...{ from: FROM, to: TO, dead_letters: 5, quarantined_batches: 0, waiting_batches: 1, open_alerts: 2 },
  platforms: [
    {
      ...{ platform: "boss", new_jobs: 1234, jobs: 567890, searches: 40, requests: 900, failed_requests: 12 },
      ...{ failing: 3, coverage: 0.9312, breaker_open: true },
    },
  ],
  tables: [{ table: "jobs", rows: 567890, bytes: 3 * 1024 ** 3 }],
  nodes: { online: 7, offline: 1 },
  missing: null,
};

test.each([
  ["zh", "JobData: 统计报告 2026-11-22 14:00", "Boss直聘 (被限制)", "节点: 在线 7, 离线 1"],
  ["en", "JobData: stats report 2026-11-22 14:00", "Boss Zhipin (blocked)", "Nodes: online 7, offline 1"],
] as const)("the mail in %s has a table and the same as text", (language, title, name, nodes) => {
  const notice = statsNotice({ id: "s-1", report, at: TO }, language, "https://dashboard.test");
  const mail = noticeMail(notice, "ops@example.com");
  expect(mail.subject).toBe(title);
  for (const body of [mail.text, mail.html ?? ""])
    for (const part of [name, "1,234", "567,890", "93.1 %", "3.0 GiB"]) expect(body).toContain(part);
  expect(mail.text).toContain(nodes);
  expect(mail.html?.match(/<table/g)).toHaveLength(3);
  expect(notice).toMatchObject({ type: "stats_report", data: { report } });
});
