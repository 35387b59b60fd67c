/** Composes the metrics from services that exist. */
import { gateMeasures } from "../../durable-objects/platform-gate/client.ts";
import { requestMeter } from "../../durable-objects/request-meter/client.ts";
import { QUEUES } from "../../shared/contracts/queues.ts";
import { askSoon } from "../clickhouse/ask.ts";
import { insertLines } from "../clickhouse/insert.ts";
import type { Database } from "../db/run-batch.ts";
import { createDictionaryStore } from "../dictionaries/dictionary-store.ts";
import { createMetrics, isolateReading, type Metrics } from "../metrics/metrics.ts";
import type { RecordServices } from "../metrics/record-metrics.ts";
import { createRequestTimes, isolateTally, type RequestTimes } from "../metrics/request-tally.ts";
import { createQualityStore } from "../quality/quality-store.ts";
import { createScheduleStore } from "../schedule/schedule-store.ts";
import { createSlotStore } from "../schedule/slot-store.ts";
import { createFindingStore } from "../uploads/finding-store.ts";

type Made =
  | "gateMeasures"
  | "requestMeter"
  | "schedules"
  | "slots"
  | "queues"
  | "quality"
  | "dictionaries"
  | "findings"
  | "insertSamples";

interface Parts extends Omit<RecordServices, Made> {
  env: Env;
  db: Database;
  clickhouse: Parameters<typeof insertLines>[0];
}

export function composeMetrics({ env, db, clickhouse, ...parts }: Parts): Metrics {
  const services: RecordServices = {
    ...parts,
    requestMeter: requestMeter(env),
    gateMeasures: (platform) => gateMeasures(env, platform),
    schedules: createScheduleStore(db),
    slots: createSlotStore(db),
    queues: QUEUES.map(({ name, binding }) => ({ name, metrics: () => env[binding].metrics() })),
    quality: createQualityStore(db),
    dictionaries: createDictionaryStore(db),
    findings: createFindingStore(db).list,
    insertSamples: (lines, token) => insertLines(clickhouse, "metric_samples", lines, token),
  };
  return createMetrics(services, { ask: askSoon(clickhouse), cache: isolateReading });
}

/** @param inBackground keeps work alive after the answer */
export const composeRequestTimes = (
  env: Pick<Env, "REQUEST_METER">,
  parts: Omit<Parameters<typeof createRequestTimes>[0], "tally" | "meter">,
): RequestTimes => createRequestTimes({ ...parts, tally: isolateTally, meter: requestMeter(env) });
