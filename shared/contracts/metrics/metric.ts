/** What a metric is. The list of all of them is in `shared/contracts/metrics.ts`. */

/** What one reading asks; a part that does not answer gives no sample, and its `jobdata_scrape_errors` is 1. */
export const METRIC_PARTS = [
  "tasks",
  "keywords",
  "gates",
  "ingest",
  "push",
  "companies",
  "nodes",
  "schedules",
  "queues",
  "dependencies",
  "data",
  "uploads",
  "api",
] as const;
export type MetricPart = (typeof METRIC_PARTS)[number];

/** Labels that a metric may carry. `stat` is `mean` or `p95` of the newest values. */
export const METRIC_LABELS = [
  "dependency",
  "kind",
  "node",
  "outcome",
  "part",
  "platform",
  "queue",
  "result",
  "schedule",
  "stat",
  "state",
] as const;
export type MetricLabel = (typeof METRIC_LABELS)[number];

export type MetricUnit = "count" | "seconds" | "bytes" | "ratio" | "per_second" | "flag";

export interface Metric {
  /** A counter only grows, except where its object was reset; its rate is of interest. */
  type: "counter" | "gauge";
  unit: MetricUnit;
  part: MetricPart | "self";
  labels: readonly MetricLabel[];
  /**
   * `live`: not kept in the history, since another table has it or each of many nodes or schedules is a series.
   * `sparse`: it has no sample while there is nothing to measure, which is no failure.
   */
  live?: true;
  sparse?: true;
  en: string;
  zh: string;
}

export type MetricDefinitions = Readonly<Record<`jobdata_${string}`, Metric>>;
