import type { z } from "@hono/zod-openapi";
import type { QualityCell, QualityReport } from "../../../shared/contracts/quality.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";

export const exampleCell = {
  platform: "boss",
  channel: "web",
  data_type: "job",
  field: "salary_text",
  day: "2026-11-21",
  rows: 48_210,
  fill_rate: 0.61,
  unread: 0,
  p1: null,
  p50: null,
  p99: null,
  newest_at: EXAMPLE_NOW - 60_000,
  baseline_days: 28,
  expected_fill_rate: 0.998,
  expected_unread: 0,
  expected_p50: null,
  fill_rate_low: 0.948,
  unread_high: 0.05,
  p50_low: null,
  p50_high: null,
  off: "missing",
} satisfies z.input<typeof QualityCell>;

export const exampleReport = {
  day: "2026-11-21",
  made_at: EXAMPLE_NOW,
  kinds: [
    {
      platform: "boss",
      channel: "web",
      data_type: "job",
      rows: 48_210,
      expected_rows: 47_900,
      newest_at: EXAMPLE_NOW - 60_000,
    },
  ],
  off: [exampleCell],
  quarantine: { batches: 12, rows: 360 },
} satisfies z.input<typeof QualityReport>;
