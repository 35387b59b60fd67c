/** Reads the history of one metric from ClickHouse, as one value for each series and step of time. */
import { z } from "zod";
import type { MetricLabel } from "../../shared/contracts/metrics/metric.ts";
import {
  type MetricHistory,
  type MetricName,
  metricOf,
  type Sample,
} from "../../shared/contracts/metrics.ts";
import { HOUR_MS } from "../../shared/time.ts";
import type { Ask } from "../clickhouse/ask.ts";
import { type BoundParams, instantSql } from "../clickhouse/query.ts";
import { labelsText } from "./series.ts";

export interface HistoryQuery {
  name: MetricName;
  /** Series with these values; all when left out. */
  labels: Partial<Record<MetricLabel, string>>;
  /** Unix ms; `to` is not included. */
  from: number;
  to: number;
  stepMs: number;
}

/** Values of one answer; a metric with more series than fit is cut, which the answer says. */
export const MAX_VALUES = 20_000;

const Row = z.object({
  labels: z.string(),
  ats: z.array(z.coerce.number()),
  values: z.array(z.number()),
});

/** A counter's first sample of the span is compared with the one before it. */
const LOOK_BACK_MS = HOUR_MS;

/** Reads one rate per second for a counter, and one mean for a gauge, from the rows of the inner statement. */
const SELECTED = {
  gauge: (inner: string) =>
    `SELECT labels, bucket, avg(value) AS shown FROM (${inner}) GROUP BY labels, bucket`,
  // A counter that is lower than before was reset, and has counted from 0 since.
  counter: (inner: string) => `SELECT labels, bucket, sum(grown) / sum(seconds) AS shown FROM (
      SELECT labels, bucket, at,
        if(value < before_value, value, value - before_value) AS grown,
        dateDiff('millisecond', before_at, at) / 1000 AS seconds
      FROM (
        SELECT labels, bucket, at, value,
          lagInFrame(value, 1) OVER (PARTITION BY labels ORDER BY at ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
            AS before_value,
          lagInFrame(at, 1, at) OVER (PARTITION BY labels ORDER BY at ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
            AS before_at
        FROM (${inner}))
      WHERE seconds > 0) GROUP BY labels, bucket`,
} as const;

/** @throws ApiError dependency_unavailable */
export async function readHistory(
  ask: Ask,
  { name, labels, from, to, stepMs }: HistoryQuery,
): Promise<MetricHistory> {
  const { type, unit } = metricOf(name);
  const params: Record<string, BoundParams[string]> = {
    name,
    from,
    to,
    step: stepMs,
    since: type === "counter" ? from - LOOK_BACK_MS : from,
    limit: MAX_VALUES + 1,
  };
  const conditions = Object.entries(labels).map(([label, value], index) => {
    // Quotes inside of values are escaped, so that a pair between commas is a pair.
    params[`pair_${index}`] = `,${labelsText({ [label]: value })},`;
    return `AND position(concat(',', labels, ','), {pair_${index}:String}) > 0`;
  });
  const inner = `SELECT labels, at, value,
      {from:Int64} + intDiv(toUnixTimestamp64Milli(at) - {from:Int64}, {step:Int64}) * {step:Int64} AS bucket
    FROM metric_samples FINAL
    WHERE name = {name:String} AND at >= ${instantSql("since")} AND at < ${instantSql("to")} ${conditions.join(" ")}`;
  const rows = await ask(
    `SELECT labels, groupArray(bucket) AS ats, groupArray(shown) AS values FROM (
       SELECT labels, bucket, shown FROM (${SELECTED[type](inner)}) WHERE bucket >= {from:Int64}
       ORDER BY labels, bucket LIMIT {limit:UInt32})
     GROUP BY labels ORDER BY labels`,
    Row,
    params,
  );
  const values = rows.reduce((sum, row) => sum + row.ats.length, 0);
  return {
    name,
    type,
    unit: type === "counter" ? "per_second" : unit,
    step_s: stepMs / 1000,
    series: rows.map((row) => ({
      labels: labelsOf(row.labels),
      points: row.ats.map((at, index): [number, number] => [at, row.values[index] ?? 0]),
    })),
    truncated: values > MAX_VALUES,
  };
}

const PAIR = /(?<![a-z_])([a-z_]+)="((?:[^"\\]|\\.)*)"/g;
const UNESCAPED: Readonly<Record<string, string>> = { "\\n": "\n", '\\"': '"', "\\\\": "\\" };

/** Reads what {@link labelsText} wrote. */
export const labelsOf = (text: string): Sample["labels"] =>
  Object.fromEntries(
    [...text.matchAll(PAIR)].map(([, label, value]) => [
      label,
      (value ?? "").replace(/\\[n"\\]/g, (pair) => UNESCAPED[pair] ?? pair),
    ]),
  );
