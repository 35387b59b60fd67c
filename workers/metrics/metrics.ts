/** The platform's metrics: now, over time, and their recording. */
import type { MetricHistory, Sample } from "../../shared/contracts/metrics.ts";
import type { Ask } from "../clickhouse/ask.ts";
import { type HistoryQuery, readHistory } from "./read-history.ts";
import { readMetrics } from "./read-metrics.ts";
import { type RecordReport, type RecordServices, recordMetrics } from "./record-metrics.ts";

export interface Reading {
  /** Unix ms. */
  at: number;
  samples: Sample[];
}

export interface Metrics {
  /** Reads all metrics; an answer may be some seconds old. */
  now(): Promise<Reading>;
  history(query: HistoryQuery): Promise<MetricHistory>;
  /** Puts a reading into the history. */
  record(): Promise<RecordReport>;
}

/** A reading costs some thirty calls of objects: those who ask at once share one. */
const MAX_AGE_MS = 5000;

/** The last reading of the isolate, plain data that outlives the request that made it. */
export interface ReadingCache {
  last: Reading | null;
}
export const isolateReading: ReadingCache = { last: null };

export function createMetrics(
  services: RecordServices,
  { ask, cache }: { ask: Ask; cache: ReadingCache },
): Metrics {
  const { clock } = services;
  return {
    async now() {
      const { last } = cache;
      const ageMs = last === null ? null : clock.now() - last.at;
      if (last !== null && ageMs !== null && ageMs >= 0 && ageMs < MAX_AGE_MS) return last;
      const at = clock.now();
      cache.last = { at, samples: await readMetrics(services) };
      return cache.last;
    },
    history: (query) => readHistory(ask, query),
    record: () => recordMetrics(services),
  };
}
