/** Reads the present value of every metric, from counters and heads of indexes that exist anyway. */
import { answerWithin } from "../../shared/answer-within.ts";
import { METRIC_PARTS, type MetricPart } from "../../shared/contracts/metrics/metric.ts";
import type { Sample } from "../../shared/contracts/metrics.ts";
import { messageOf } from "../../shared/errors/message-of.ts";
import { type MetricServices, sample } from "./metric-services.ts";
import { readApi } from "./parts/api.ts";
import { readCompanies, readGates, readKeywords } from "./parts/crawl.ts";
import { readData, readUploads } from "./parts/data.ts";
import { readDependencies, readQueues } from "./parts/dependencies.ts";
import { readIngest, readPush } from "./parts/ingest.ts";
import { readNodes } from "./parts/nodes.ts";
import { readSchedules } from "./parts/schedules.ts";
import { readTasks } from "./parts/tasks.ts";
import { seriesOf } from "./series.ts";

/** A part that takes longer is given up. Prometheus waits 10 s. */
export const PART_TIMEOUT_MS = 8000;

const READERS: Record<MetricPart, (services: MetricServices) => Promise<Sample[]>> = {
  tasks: readTasks,
  keywords: readKeywords,
  gates: readGates,
  ingest: readIngest,
  push: readPush,
  companies: readCompanies,
  nodes: readNodes,
  schedules: readSchedules,
  queues: readQueues,
  dependencies: readDependencies,
  data: readData,
  uploads: readUploads,
  api: readApi,
};

/**
 * Reads all parts beside each other. A part that fails or takes too long gives no sample; `jobdata_scrape_errors` of it
 * is 1, and 0 for every other.
 * @returns each series once; never throws
 */
export async function readMetrics(services: MetricServices): Promise<Sample[]> {
  const { clock, logger } = services;
  const startedAt = clock.now();
  const parts = await Promise.all(
    METRIC_PARTS.map(async (part) => {
      try {
        const samples = await answerWithin(PART_TIMEOUT_MS, READERS[part](services));
        return [...samples, sample("jobdata_scrape_errors", 0, { part })];
      } catch (error) {
        logger.warn("metrics.part-failed", { part, error: messageOf(error) });
        return [sample("jobdata_scrape_errors", 1, { part })];
      }
    }),
  );
  const took = sample("jobdata_scrape_seconds", Math.max(0, (clock.now() - startedAt) / 1000));
  // A second value of a series makes Prometheus refuse them all.
  const series = new Map<string, Sample>();
  for (const one of [...parts.flat(), took])
    if (Number.isFinite(one.value) && !series.has(seriesOf(one))) series.set(seriesOf(one), one);
  return [...series.values()];
}
