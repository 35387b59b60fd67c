import type { z } from "@hono/zod-openapi";
import { METRICS } from "../../../shared/contracts/metrics.ts";
import type { MetricView } from "./metric-view.ts";

const { type, unit, en, zh } = METRICS.jobdata_requests_total;

export const exampleMetric = {
  name: "jobdata_requests_total",
  type,
  unit,
  labels: ["platform", "outcome"],
  has_history: true,
  help: { en, zh },
  samples: [{ labels: { platform: "boss", outcome: "ok" }, value: 48_210 }],
} satisfies z.input<typeof MetricView>;
