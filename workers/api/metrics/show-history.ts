import { createRoute, z } from "@hono/zod-openapi";
import { METRIC_LABELS, type MetricLabel } from "../../../shared/contracts/metrics/metric.ts";
import { metricOf } from "../../../shared/contracts/metrics.ts";
import { fieldError } from "../../../shared/errors/validation.ts";
import { DAY_MS, MINUTE_MS } from "../../../shared/time.ts";
import { Instant, ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { Labels, MetricNameParam, MetricType, Unit } from "./metric-view.ts";

/** The history is kept this long. */
const MAX_SPAN_MS = 90 * DAY_MS;
/** Readings are five minutes apart. */
const MIN_STEP_S = 300;
const MAX_STEPS = 1500;
/** Steps of an answer whose caller names none. */
const USUAL_STEPS = 300;
const MAX_LABEL_CHARS = 200;

const History = z.object({
  name: MetricNameParam,
  type: MetricType,
  unit: Unit.describe("A counter is shown as its rate"),
  step_s: z.number().int(),
  from: Instant,
  to: Instant,
  series: z.array(
    z.object({
      labels: Labels,
      points: z
        .array(z.tuple([Instant.describe("Start of the step"), z.number()]))
        .describe("Mean of a gauge or rate of a counter; a step without a reading has no point"),
    }),
  ),
  truncated: z
    .boolean()
    .describe("There are more values than one answer holds: name labels, or a longer step"),
});

const route = createRoute({
  operationId: "showMetricHistory",
  method: "get",
  path: "/api/v1/metrics/history",
  tags: ["metrics"],
  summary: "One metric over time, kept 90 days",
  request: {
    query: z.strictObject({
      name: MetricNameParam,
      labels: z
        .string()
        .max(1000)
        .optional()
        .describe("Series with these values only, for example platform:boss,outcome:ok"),
      from: z.coerce
        .number()
        .int()
        .min(0)
        .max(8.64e15)
        .optional()
        .describe("Unix time in milliseconds; a day before to when left out"),
      to: z.coerce.number().int().min(0).max(8.64e15).optional().describe("Now when left out"),
      step: z.coerce
        .number()
        .int()
        .min(MIN_STEP_S)
        .max(86_400)
        .optional()
        .describe(`Seconds of a step; some ${USUAL_STEPS} steps when left out`),
    }),
  },
  responses: {
    200: okResponse("The series", History, {
      name: "jobdata_ingest_waiting_rows",
      type: "gauge",
      unit: "count",
      step_s: 300,
      from: EXAMPLE_NOW - DAY_MS,
      to: EXAMPLE_NOW,
      series: [{ labels: {}, points: [[EXAMPLE_NOW - 600_000, 1200]] }],
      truncated: false,
    }),
    ...errorResponses(422, 503),
  },
});

const isLabel = (name: string): name is MetricLabel => METRIC_LABELS.some((label) => label === name);

/** @throws ApiError validation_failed */
function readLabels(text: string | undefined, known: readonly MetricLabel[]) {
  const labels: Partial<Record<MetricLabel, string>> = {};
  for (const pair of text ? text.split(",") : []) {
    const at = pair.indexOf(":");
    const [name, value] = [pair.slice(0, Math.max(0, at)), pair.slice(at + 1)];
    if (at < 1 || value.length > MAX_LABEL_CHARS)
      throw fieldError("labels", "does not have the form name:value,name:value");
    if (!isLabel(name) || !known.includes(name))
      throw fieldError(
        "labels",
        known.length > 0 ? `is not one of ${known.join(", ")}` : "is not a label of the metric",
      );
    labels[name] = value;
  }
  return labels;
}

export const showMetricHistory = operation("metrics:read", route, async (c) => {
  const { name, labels: text, step, ...asked } = c.req.valid("query");
  const { metrics, clock } = c.get("services");
  const { labels: known, live } = metricOf(name);
  if (live) throw fieldError("name", "is not a metric with a history");
  const to = asked.to ?? Math.ceil(clock.now() / (5 * MINUTE_MS)) * 5 * MINUTE_MS;
  const from = asked.from ?? to - DAY_MS;
  if (from >= to) throw fieldError("from", `is over ${to - 1}`);
  if (to - from > MAX_SPAN_MS) throw fieldError("from", `is below ${to - MAX_SPAN_MS}`);
  const usual = Math.ceil((to - from) / 1000 / USUAL_STEPS / MIN_STEP_S) * MIN_STEP_S;
  const stepMs = (step ?? Math.min(usual, 86_400)) * 1000;
  if ((to - from) / stepMs > MAX_STEPS)
    throw fieldError("step", `is below ${Math.ceil((to - from) / 1000 / MAX_STEPS)}`);
  const history = await metrics.history({ name, labels: readLabels(text, known), from, to, stepMs });
  return ok(c, { ...history, from, to });
});
