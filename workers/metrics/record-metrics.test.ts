/** Recording over a real R2: what ClickHouse cannot take now is inserted later, once. */
import { env, reset } from "cloudflare:test";
import { afterEach, expect, test } from "vitest";
import { createLogger } from "../../shared/log.ts";
import { MINUTE_MS } from "../../shared/time.ts";
import { IDLE_INGEST } from "../../tests/support/ingest-status.ts";
import { ClickHouseRejected, ClickHouseUnavailable } from "../clickhouse/errors.ts";
import { r2Store } from "../storage/r2-store.ts";
import { MAX_KEPT, RECORD_MS, type RecordServices, recordMetrics } from "./record-metrics.ts";

afterEach(() => reset());

const START = 1_800_000_000_000;

function stage() {
  const lines: Record<string, unknown>[] = [];
  const rig = { now: START, newest: null as number | null, error: null as Error | null, lines };
  const inserts: { token: string; rows: { name: string; labels: string; at: number; value: number }[] }[] =
    [];
  const away = () => {
    throw new Error("does not answer");
  };
  const services: RecordServices = {
    clock: { now: () => rig.now },
    logger: createLogger({}, { write: (line) => lines.push(JSON.parse(line)) }),
    store: r2Store(env.SPOOL),
    insertSamples: async (rows, token) => {
      if (rig.error) throw rig.error;
      inserts.push({ token, rows: rows.map((row) => JSON.parse(row)) });
    },
    taskLedger: away,
    ledgers: away,
    companyLedger: away,
    gateMeasures: away,
    requestMeter: { measures: away },
    ingest: {
      status: async () => ({ ...IDLE_INGEST, dead_batches: 3 }),
      newestStored: async () => rig.newest,
      endpointStates: async () => [],
    },
    fleet: { list: async () => [] },
    schedules: { states: away },
    slots: { counts: away, rangesFrom: away },
    queues: [],
    health: [],
    jobFacts: { asOf: away },
    figures: { lastCheck: away },
    quality: { reportDays: away, report: away },
    dictionaries: { proposed: away },
    findings: away,
  };
  return { rig, services, inserts };
}

test("readings wait in R2 while ClickHouse sleeps or is away, and are inserted with their own time", async () => {
  const { rig, services, inserts } = stage();
  expect(await recordMetrics(services)).toMatchObject({ kept: true, inserted: 0, dropped: 0 });
  rig.now += RECORD_MS;
  rig.newest = rig.now - MINUTE_MS;
  rig.error = new ClickHouseUnavailable("network", "refused", null);
  expect(await recordMetrics(services)).toMatchObject({ kept: true, inserted: 0 });
  expect(inserts).toEqual([]);
  rig.error = null;
  rig.now += RECORD_MS;
  rig.newest = rig.now;
  expect(await recordMetrics(services)).toMatchObject({ kept: false, inserted: 3 });
  expect(inserts.map(({ token }) => token)).toEqual([
    `metric_samples ${START + 2 * RECORD_MS}`,
    `metric_samples ${START}`,
    `metric_samples ${START + RECORD_MS}`,
  ]);
  for (const [index, at] of [START + 2 * RECORD_MS, START, START + RECORD_MS].entries())
    expect(inserts[index]?.rows).toContainEqual({
      name: "jobdata_dead_letters",
      labels: 'kind="ingest"',
      at,
      value: 3,
    });
  rig.now += RECORD_MS;
  expect(await recordMetrics(services)).toMatchObject({ inserted: 1 });
});

test("a reading that runs again within five minutes takes the place of the first", async () => {
  const { rig, services, inserts } = stage();
  rig.newest = START;
  rig.now += 1000;
  await recordMetrics(services);
  rig.now += 60_000;
  await recordMetrics(services);
  expect(inserts.map(({ token }) => token)).toEqual(Array(2).fill(`metric_samples ${START}`));
});

test("rows that ClickHouse refuses fail the run, because waiting would not help", async () => {
  const { rig, services } = stage();
  rig.newest = START;
  rig.error = new ClickHouseRejected(27, null, "no such column", null);
  await expect(recordMetrics(services)).rejects.toBe(rig.error);
  expect((await services.store.list("metrics/")).blobs).toEqual([]);
});

test("at most three days of readings wait, and those that are dropped are told", async () => {
  const { rig, services } = stage();
  const store = services.store;
  const listed = Array.from({ length: MAX_KEPT + 1 }, (_, index) => ({
    key: `metrics/kept/${index}`,
    size: 1,
    uploadedAt: 0,
    metadata: {},
  }));
  const deleted: string[] = [];
  services.store = {
    ...store,
    put: store.put,
    list: async () => ({ blobs: listed, cursor: null }),
    delete: async (keys) => void deleted.push(...keys),
  };
  expect(await recordMetrics(services)).toMatchObject({ kept: true, dropped: 1 });
  expect(deleted).toEqual(["metrics/kept/0"]);
  expect(rig.lines).toContainEqual(expect.objectContaining({ message: "metrics.dropped", readings: 1 }));
});
