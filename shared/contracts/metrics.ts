/**
 * The metrics of the platform (C5, B5, B12): one closed list for `GET /metrics`, the API, the history, the dashboard, the
 * alert rules and the Grafana dashboard. Names and base units follow Prometheus: seconds, bytes, ratios from 0 to 1, and
 * `_total` at the end of a counter (https://prometheus.io/docs/practices/naming/). It holds no zod, because the dashboard
 * loads it.
 */
import { API_METRICS } from "./metrics/api.ts";
import { CRAWL_METRICS } from "./metrics/crawl.ts";
import { DATA_METRICS } from "./metrics/data.ts";
import { INGEST_METRICS } from "./metrics/ingest.ts";
import type { Metric, MetricDefinitions, MetricLabel, MetricUnit } from "./metrics/metric.ts";
import { OPERATION_METRICS } from "./metrics/operation.ts";
import { TASK_METRICS } from "./metrics/tasks.ts";

/** Metrics of the reading itself. */
const SELF_METRICS = {
  jobdata_scrape_errors: {
    type: "gauge",
    unit: "flag",
    part: "self",
    labels: ["part"],
    en: "1 when this part of the reading did not answer, so that its metrics are missing",
    zh: "该部分未应答、其指标缺失时为 1",
  },
  jobdata_scrape_truncated: {
    type: "gauge",
    unit: "count",
    part: "self",
    labels: ["part"],
    live: true,
    sparse: true,
    en: "Set to 1 when there are more nodes or findings than one reading takes",
    zh: "节点或异常多于一次读取的上限时为 1",
  },
  jobdata_scrape_seconds: {
    type: "gauge",
    unit: "seconds",
    part: "self",
    labels: [],
    en: "Time that the reading took",
    zh: "本次读取所用时间",
  },
} as const satisfies MetricDefinitions;

export const METRICS = {
  ...TASK_METRICS,
  ...CRAWL_METRICS,
  ...INGEST_METRICS,
  ...OPERATION_METRICS,
  ...DATA_METRICS,
  ...API_METRICS,
  ...SELF_METRICS,
};

export type MetricName = keyof typeof METRICS;
export const METRIC_NAMES = Object.keys(METRICS) as readonly MetricName[];

/** @returns the definition with its optional fields */
export const metricOf = (name: MetricName): Metric => METRICS[name];

/** One value at the time of the reading. It has exactly the labels of its metric. */
export interface Sample {
  name: MetricName;
  labels: Partial<Record<MetricLabel, string>>;
  /** Finite. */
  value: number;
}

/** A metric over time: the mean of a gauge, and the rate of a counter, in each step of time. */
export interface MetricHistory {
  name: MetricName;
  type: "counter" | "gauge";
  unit: MetricUnit;
  step_s: number;
  series: {
    labels: Sample["labels"];
    /** Start of the step, Unix ms, and the value; a step without a reading has none. */
    points: [at: number, value: number][];
  }[];
  /** There are more values than one answer holds. */
  truncated: boolean;
}
