/** The reading: over the real composition with objects, D1, R2 and queues, and over parts that fail. */
import { applyD1Migrations, env, reset } from "cloudflare:test";
import { afterEach, describe, expect, inject, test } from "vitest";
import { platformGate } from "../../durable-objects/platform-gate/client.ts";
import { requestMeter } from "../../durable-objects/request-meter/client.ts";
import { METRIC_PARTS } from "../../shared/contracts/metrics/metric.ts";
import { METRIC_NAMES, type MetricName, metricOf, type Sample } from "../../shared/contracts/metrics.ts";
import type { NodeView } from "../../shared/contracts/node-fleet.ts";
import { bucketOf } from "../../shared/domain/request-times.ts";
import { createLogger } from "../../shared/log.ts";
import { TaskRig } from "../../tests/edge/task-ledger/rig.ts";
import { IDLE_INGEST } from "../../tests/support/ingest-status.ts";
import { servicesOf } from "../services.ts";
import type { MetricServices } from "./metric-services.ts";
import { isolateReading } from "./metrics.ts";
import { readMetrics } from "./read-metrics.ts";
import { seriesOf } from "./series.ts";

const valueIn = (samples: readonly Sample[], series: string) =>
  samples.find((one) => seriesOf(one) === series)?.value;

describe("over what the Worker has", () => {
  afterEach(() => reset());

  test("every part answers, every metric that is not sparse has a sample, and each has its labels", async () => {
    await applyD1Migrations(env.DB, inject("d1Migrations"));
    isolateReading.last = null;
    const rig = await TaskRig.start();
    rig.now = Date.now();
    await rig.create();
    await rig.create();
    await rig.create();
    const [first, second] = await rig.claim(2);
    if (!first || !second) throw new Error("nothing to claim");
    rig.now += 4000;
    await rig.end(first);
    await rig.end(second, { kind: "failed", error: { code: "x", message: "it broke", class: "not-found" } });
    const settings = {
      delay_ms: 0,
      jitter_ms: 0,
      concurrency: 3,
      breaker_cooldown_ms: 60_000,
      breaker_failures: 3,
      permit_ttl_ms: 30_000,
    };
    const gate = platformGate(env, "boss");
    const { permits } = await gate.exchange([], 2, settings);
    const reports = permits.map((permit, index) => ({
      permit,
      outcome: index === 0 ? ("ok" as const) : ("blocked" as const),
    }));
    await gate.exchange(reports, 0, settings);

    const counts = { kind: "read", outcome: "failed", count: 4, seconds: 8 } as const;
    await requestMeter(env).add([{ ...counts, buckets: [[bucketOf(2), 4]] }]);

    const { samples } = await servicesOf({ ...env }).schedule.metrics.now();
    const failed = samples.filter(({ name, value }) => name === "jobdata_scrape_errors" && value !== 0);
    expect(failed).toEqual([]);
    for (const part of METRIC_PARTS)
      expect(valueIn(samples, `jobdata_scrape_errors{part="${part}"}`)).toBe(0);
    const missing = METRIC_NAMES.filter(
      (name) => !metricOf(name).sparse && !samples.some((one) => one.name === name),
    );
    // There is no node and no run of a schedule.
    expect(missing).toEqual(["jobdata_node_up", "jobdata_schedule_failed"]);
    for (const { name, labels } of samples)
      expect([name, ...Object.keys(labels).sort()]).toEqual([name, ...[...metricOf(name).labels].sort()]);
    expect(samples).toHaveLength(new Set(samples.map(seriesOf)).size);
    const shown = Object.fromEntries(
      [
        'jobdata_tasks{queue="default",state="done"}',
        'jobdata_tasks{queue="default",state="failed"}',
        'jobdata_task_error_ratio{queue="default"}',
        'jobdata_task_success_ratio{queue="default"}',
        'jobdata_task_run_seconds{queue="default",stat="p95"}',
        'jobdata_task_queue_depth{queue="default"}',
        'jobdata_breaker_open{platform="boss"}',
        'jobdata_breaker_open{platform="qcwy"}',
        'jobdata_requests_total{outcome="blocked",platform="boss"}',
        'jobdata_requests_total{outcome="ok",platform="boss"}',
        'jobdata_request_error_ratio{platform="boss"}',
        'jobdata_api_requests_total{kind="read",outcome="failed"}',
        'jobdata_api_request_error_ratio{kind="read"}',
        'jobdata_api_request_seconds{kind="read",stat="mean"}',
        'jobdata_dependency_up{dependency="d1"}',
        'jobdata_dependency_up{dependency="r2"}',
        // ClickHouse may sleep: nothing was stored.
        'jobdata_dependency_up{dependency="clickhouse"}',
      ].map((series) => [series, valueIn(samples, series)]),
    );
    expect(shown).toEqual({
      'jobdata_tasks{queue="default",state="done"}': 1,
      'jobdata_tasks{queue="default",state="failed"}': 1,
      'jobdata_task_error_ratio{queue="default"}': 0.5,
      'jobdata_task_success_ratio{queue="default"}': 0.5,
      'jobdata_task_run_seconds{queue="default",stat="p95"}': 4,
      'jobdata_task_queue_depth{queue="default"}': 1,
      'jobdata_breaker_open{platform="boss"}': 1,
      'jobdata_breaker_open{platform="qcwy"}': 0,
      'jobdata_requests_total{outcome="blocked",platform="boss"}': 1,
      'jobdata_requests_total{outcome="ok",platform="boss"}': 1,
      'jobdata_request_error_ratio{platform="boss"}': 0.5,
      'jobdata_api_requests_total{kind="read",outcome="failed"}': 4,
      'jobdata_api_request_error_ratio{kind="read"}': 1,
      'jobdata_api_request_seconds{kind="read",stat="mean"}': 2,
      'jobdata_dependency_up{dependency="d1"}': 1,
      'jobdata_dependency_up{dependency="r2"}': 1,
      'jobdata_dependency_up{dependency="clickhouse"}': undefined,
    });
  });
});

/** A service of which every call fails. */
const away = () =>
  new Proxy({} as never, {
    get: () => () => {
      throw new Error("does not answer");
    },
  });

function stage(over: Partial<MetricServices> = {}) {
  const lines: Record<string, unknown>[] = [];
  const services: MetricServices = {
    clock: { now: () => 1_800_000_000_000 },
    logger: createLogger({}, { write: (line) => lines.push(JSON.parse(line)) }),
    taskLedger: away,
    ledgers: () => [away()],
    companyLedger: away,
    requestMeter: away(),
    gateMeasures: () => Promise.reject(new Error("does not answer")),
    ingest: away(),
    fleet: away(),
    schedules: away(),
    slots: away(),
    queues: [],
    health: [],
    jobFacts: away(),
    figures: away(),
    quality: away(),
    dictionaries: away(),
    findings: () => Promise.reject(new Error("does not answer")),
    ...over,
  };
  return { services, lines };
}

const node = (name: string, state: NodeView["state"]): NodeView => ({
  id: crypto.randomUUID(),
  name,
  labels: [],
  note: "",
  state,
  mode: "run",
  last_seen_at: 1,
  load: 0.5,
  report: null,
  metrics: null,
  work: [],
  created_at: 1,
  updated_at: 1,
  deleted_at: null,
});

test("a part that does not answer is told, and the others are read", async () => {
  const { services, lines } = stage({
    fleet: { list: async () => [node("one", "online"), node("two", "offline"), node("three", "stopped")] },
  });
  const samples = await readMetrics(services);
  expect(valueIn(samples, 'jobdata_scrape_errors{part="tasks"}')).toBe(1);
  expect(valueIn(samples, 'jobdata_scrape_errors{part="nodes"}')).toBe(0);
  expect(valueIn(samples, 'jobdata_nodes{state="offline"}')).toBe(1);
  expect(
    samples.filter(({ name }) => name === "jobdata_node_up").map(({ labels, value }) => [labels.node, value]),
  ).toEqual([
    ["one", 1],
    ["two", 0],
  ]);
  expect(lines).toContainEqual(
    expect.objectContaining({ message: "metrics.part-failed", part: "tasks", error: "does not answer" }),
  );
});

test("two nodes of one name are one series, and a value that is no number is left out", async () => {
  const { services } = stage({
    fleet: { list: async () => [node("same", "online"), { ...node("same", "offline"), load: Number.NaN }] },
  });
  const samples = await readMetrics(services);
  expect(samples.filter(({ name }) => name === "jobdata_node_up")).toHaveLength(1);
  const lost = stage({ fleet: { list: async () => [{ ...node("x", "online"), load: Number.NaN }] } });
  const names = (await readMetrics(lost.services)).map(({ name }): MetricName => name);
  expect(names).toContain("jobdata_node_up");
  expect(names).not.toContain("jobdata_node_load_ratio");
});

test("ClickHouse is asked only while it is at work anyway, and said to be down when it does not answer", async () => {
  let asked = 0;
  const read = async (waiting: number, newest: number | null, nodes: NodeView[]) => {
    asked = 0;
    const { services } = stage({
      ingest: {
        status: async () => ({ ...IDLE_INGEST, waiting_batches: waiting }),
        newestStored: async () => newest,
        endpointStates: async () => [],
      },
      fleet: { list: async () => nodes },
      health: [
        {
          name: "clickhouse",
          probe: async () => {
            asked++;
            throw new Error("refused");
          },
        },
      ],
    });
    return valueIn(await readMetrics(services), 'jobdata_dependency_up{dependency="clickhouse"}');
  };
  const now = 1_800_000_000_000;
  expect(await read(0, now - 11 * 60_000, [node("a", "offline")])).toBeUndefined();
  expect(asked).toBe(0);
  expect(await read(1, null, [])).toBe(0);
  expect(await read(0, now - 60_000, [])).toBe(0);
  expect(await read(0, null, [node("a", "online")])).toBe(0);
  expect(asked).toBe(1);
});
