/**
 * Puts one reading into the history. ClickHouse is not woken for it: while it sleeps, or is down, readings are kept in R2
 * and inserted once it is at work again.
 */
import { metricOf, type Sample } from "../../shared/contracts/metrics.ts";
import type { BlobStore } from "../../shared/storage.ts";
import type { MetricSampleRow } from "../../shared/tables/metric-samples.ts";
import { MINUTE_MS } from "../../shared/time.ts";
import { ClickHouseUnavailable } from "../clickhouse/errors.ts";
import type { MetricServices } from "./metric-services.ts";
import { isClickHouseAwake } from "./parts/dependencies.ts";
import { readMetrics } from "./read-metrics.ts";
import { labelsText } from "./series.ts";

/** The period of the job that records. */
export const RECORD_MS = 5 * MINUTE_MS;
const KEPT_PREFIX = "metrics/kept/";
/** Three days of readings; a listing has them all. */
export const MAX_KEPT = 864;
/** Kept readings that one run inserts beside its own. */
const KEPT_PER_RUN = 48;

export interface RecordServices extends MetricServices {
  store: BlobStore;
  /** Inserts lines into `metric_samples`; an insert of the same lines with the same token is ignored. */
  insertSamples(lines: string[], token: string): Promise<void>;
}

export interface RecordReport {
  samples: number;
  /** Readings inserted now, and the reading kept for later. */
  inserted: number;
  kept: boolean;
  /** Kept readings that were deleted, because there were too many. */
  dropped: number;
}

const lineOf = (at: number, { name, labels, value }: Sample): string =>
  JSON.stringify({ name, labels: labelsText(labels), at, value } satisfies MetricSampleRow);

const keyOf = (at: number) => `${KEPT_PREFIX}${String(at).padStart(15, "0")}`;

/** A second reading within the same five minutes takes the place of the first: a slot may run late or again. */
export async function recordMetrics(services: RecordServices): Promise<RecordReport> {
  const { store, insertSamples, clock } = services;
  const at = Math.floor(clock.now() / RECORD_MS) * RECORD_MS;
  const samples = (await readMetrics(services)).filter(({ name }) => !metricOf(name).live);
  const lines = samples.map((one) => lineOf(at, one));
  // A part that does not answer says nothing about ClickHouse: the reading is kept.
  if (await isClickHouseAwake(services).catch(() => false)) {
    const isInserted = await insertSamples(lines, `metric_samples ${at}`).then(
      () => true,
      (error) => {
        if (error instanceof ClickHouseUnavailable) return false;
        throw error;
      },
    );
    if (isInserted)
      return { samples: samples.length, inserted: 1 + (await insertKept(services)), kept: false, dropped: 0 };
  }
  await store.put(keyOf(at), lines.join("\n"));
  const { blobs } = await store.list(KEPT_PREFIX);
  const surplus = blobs.slice(0, Math.max(0, blobs.length - MAX_KEPT)).map(({ key }) => key);
  if (surplus.length > 0) {
    await store.delete(surplus);
    services.logger.warn("metrics.dropped", { readings: surplus.length });
  }
  return { samples: samples.length, inserted: 0, kept: true, dropped: surplus.length };
}

async function insertKept({ store, insertSamples }: RecordServices): Promise<number> {
  const { blobs } = await store.list(KEPT_PREFIX);
  let inserted = 0;
  for (const { key } of blobs.slice(0, KEPT_PER_RUN)) {
    const text = await store.getText(key);
    if (text !== null)
      await insertSamples(text.split("\n"), `metric_samples ${Number(key.slice(KEPT_PREFIX.length))}`);
    await store.delete([key]);
    inserted++;
  }
  return inserted;
}
