/** An alert and its history as the API shows them. */
import { z } from "@hono/zod-openapi";
import {
  ALERT_CONDITIONS,
  ALERT_EVENTS,
  ALERT_SEVERITIES,
  ALERT_STATES,
  COMPARISONS,
  RESOLUTIONS,
} from "../../../shared/contracts/alert.ts";
import type { AlertRecord } from "../../alerts/alert-store.ts";
import type { AlertEvent } from "../../db/alert-schema.ts";
import { Instant } from "../http/answers.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";

export const AlertView = z.object({
  id: z.string(),
  rule: z.object({
    id: z.string(),
    name: z.string(),
    built_in: z.string().nullable().describe("Name of a built-in rule"),
    metric: z.string(),
    comparison: z.enum(COMPARISONS),
    window_s: z.number().int(),
    muted_until: Instant.nullable(),
    deleted: z.boolean(),
  }),
  labels: z.record(z.string(), z.string()).describe("Which series of the metric it is"),
  state: z.enum(ALERT_STATES),
  condition: z.enum(ALERT_CONDITIONS).describe("Why it is open, also when a person has acknowledged it"),
  severity: z.enum(ALERT_SEVERITIES),
  value: z.number().nullable().describe("When it began; null without one"),
  threshold: z.number(),
  since: Instant.describe("The condition has held since then"),
  started_at: Instant.describe("It had held for the whole window"),
  acknowledged_at: Instant.nullable(),
  acknowledged_by: z.string().nullable(),
  note: z.string().nullable().describe("Why it was acknowledged"),
  resolved_at: Instant.nullable(),
  resolution: z.enum(RESOLUTIONS).nullable(),
});

export const alertView = (alert: AlertRecord): z.infer<typeof AlertView> => ({
  id: alert.id,
  rule: {
    id: alert.ruleId,
    name: alert.rule.name,
    built_in: alert.rule.builtIn,
    metric: alert.rule.metric,
    comparison: alert.rule.comparison,
    window_s: alert.rule.windowS,
    muted_until: alert.rule.mutedUntil,
    deleted: alert.rule.deletedAt !== null,
  },
  labels: JSON.parse(alert.series) as Record<string, string>,
  state: alert.state,
  condition: alert.condition,
  severity: alert.severity,
  value: alert.value,
  threshold: alert.threshold,
  since: alert.since,
  started_at: alert.startedAt,
  acknowledged_at: alert.acknowledgedAt,
  acknowledged_by: alert.acknowledgedBy,
  note: alert.note,
  resolved_at: alert.resolvedAt,
  resolution: alert.resolution,
});

export const AlertEventView = z.object({
  at: Instant,
  event: z.enum(ALERT_EVENTS),
  value: z.number().nullable(),
  actor: z.string().nullable().describe("The person; null for an evaluation"),
  note: z.string().nullable().describe("Why: a person's words, or why it was resolved"),
});

export const alertEventView = ({ alertId: _, ...event }: AlertEvent): z.infer<typeof AlertEventView> => event;

export const AlertDetail = AlertView.extend({
  events: z.array(AlertEventView).describe("Its history, oldest first; the newest 200"),
});

export const EXAMPLE_ALERT_ID = "0d2f7a1e-64a3-4f0e-8a59-1c5a9f1f6b02";
export const EXAMPLE_RULE_ID = "5f6a7c1b-2f4f-4a8e-9b1d-7e6c5d4f3a21";

export const exampleAlert = {
  id: EXAMPLE_ALERT_ID,
  rule: {
    id: EXAMPLE_RULE_ID,
    name: "Platform blocks the crawl (breaker open)",
    built_in: "platform-blocked",
    metric: "jobdata_breaker_open",
    comparison: "gt",
    window_s: 0,
    muted_until: null,
    deleted: false,
  },
  labels: { platform: "boss" },
  state: "firing",
  condition: "firing",
  severity: "critical",
  value: 1,
  threshold: 0,
  since: EXAMPLE_NOW,
  started_at: EXAMPLE_NOW,
  acknowledged_at: null,
  acknowledged_by: null,
  note: null,
  resolved_at: null,
  resolution: null,
} satisfies z.input<typeof AlertView>;

export const exampleAcknowledged = {
  ...exampleAlert,
  state: "acknowledged",
  acknowledged_at: EXAMPLE_NOW + 60_000,
  acknowledged_by: "ann",
  note: "Tokens are being renewed",
} satisfies z.input<typeof AlertView>;
