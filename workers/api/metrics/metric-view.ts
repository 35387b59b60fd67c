import { z } from "@hono/zod-openapi";
import { METRIC_LABELS } from "../../../shared/contracts/metrics/metric.ts";
import { METRIC_NAMES, type MetricName } from "../../../shared/contracts/metrics.ts";

export const MetricNameParam = z.enum(METRIC_NAMES as [MetricName, ...MetricName[]], {
  error: "is not a metric",
});
export const Labels = z.partialRecord(z.enum(METRIC_LABELS), z.string());

export const Unit = z.enum(["count", "seconds", "bytes", "ratio", "per_second", "flag"]);
export const MetricType = z.enum(["counter", "gauge"]);

export const MetricView = z.object({
  name: MetricNameParam,
  type: MetricType,
  unit: Unit,
  labels: z.array(z.enum(METRIC_LABELS)).describe("Labels that each sample has"),
  has_history: z.boolean().describe("False for a metric that is only known now"),
  help: z.object({ en: z.string(), zh: z.string() }),
  samples: z
    .array(z.object({ labels: Labels, value: z.number() }))
    .describe(
      "Empty while there is nothing to measure, or when its part did not answer: jobdata_scrape_errors",
    ),
});
