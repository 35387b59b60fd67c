/** An alert rule as the API shows and takes it. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import {
  ALERT_SEVERITIES,
  COMPARISONS,
  MAX_RECEIVERS,
  MAX_WINDOW_S,
  NO_DATA_POLICIES,
} from "../../../shared/contracts/alert.ts";
import { METRIC_NAMES, type MetricName, metricOf } from "../../../shared/contracts/metrics.ts";
import { checkFound, fieldError } from "../../../shared/errors/validation.ts";
import { hasLostReceivers } from "../../alerts/receivers.ts";
import type { RuleFields } from "../../alerts/rule-store.ts";
import type { AlertChannel, AlertRule } from "../../db/alert-schema.ts";
import { EXAMPLE_RULE_ID } from "../alerts/alert-view.ts";
import type { ApiEnv } from "../http/context.ts";
import { At, Id, lifetime, lifetimeOf, SingleLineText } from "../http/fields.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";

const Metric = z.enum(METRIC_NAMES as readonly [MetricName, ...MetricName[]], "is not a metric");
const LabelValue = z.string().min(1, "is empty").max(200, "is longer than 200 characters");
const Labels = z
  .record(z.string().max(64), LabelValue)
  .describe("Only series with all of these labels count");
const Receivers = z
  .array(Id)
  .max(MAX_RECEIVERS)
  .transform((ids) => [...new Set(ids)]);

/** The part of a rule that decides when it fires. */
export const testFields = {
  metric: Metric,
  labels: Labels,
  comparison: z.enum(COMPARISONS),
  threshold: z.number().describe("In the unit of the metric"),
  window_s: z
    .number()
    .int()
    .min(0)
    .max(MAX_WINDOW_S)
    .describe("The condition must hold for so many seconds; 0: the first evaluation decides"),
  no_data: z
    .enum(NO_DATA_POLICIES)
    .describe("Without samples: keep what is, take it as fine, or make it an alert"),
};

const fields = {
  name: SingleLineText,
  ...testFields,
  severity: z.enum(ALERT_SEVERITIES),
  enabled: z.boolean(),
  muted_until: At.nullable().describe("Until then nobody is told; alerts begin and end all the same"),
  user_ids: Receivers.describe("People who are told by mail"),
  channel_ids: Receivers.describe("With neither people nor channels, the default channels are told"),
};

/** What a rule has when its creator does not say it. */
export const ruleDefaults = {
  labels: Labels.default({}),
  window_s: fields.window_s.default(0),
  no_data: fields.no_data.default("keep"),
};

export const RuleBody = z.strictObject({
  ...fields,
  ...ruleDefaults,
  enabled: fields.enabled.default(true),
  muted_until: fields.muted_until.default(null),
  user_ids: fields.user_ids.default([]),
  channel_ids: fields.channel_ids.default([]),
});
export const RuleChange = z.strictObject(fields).partial();

export const RuleView = z.object({
  id: z.string(),
  built_in: z.string().nullable().describe("Name of a built-in rule; it can be switched off, not deleted"),
  ...fields,
  name: z.string(),
  labels: z.record(z.string(), z.string()),
  user_ids: z.array(z.string()),
  channel_ids: z.array(z.string()),
  edited: z.boolean().describe("A built-in rule that fires otherwise than a new installation's"),
  receivers_lost: z
    .boolean()
    .describe("None of its people may sign in and none of its channels is on: the default channels are told"),
  open_alerts: z.number().int(),
  dropped: z
    .number()
    .int()
    .describe("Findings that are not stored, because the rule has too many open alerts"),
  ...lifetime,
});

interface RuleCounts {
  open: ReadonlyMap<string, number>;
  dropped: Record<string, number>;
  receivers: { channels: readonly AlertChannel[]; people: ReadonlyMap<string, unknown> };
}

/** What the views of some rules need beside them. */
export async function ruleCounts(
  c: Context<ApiEnv>,
  rules: readonly Pick<AlertRule, "userIds">[],
): Promise<RuleCounts> {
  const { alerts, channels, messages } = c.get("services").alerts;
  const [open, { dropped }, all, people] = await Promise.all([
    alerts.openByRule(),
    alerts.state(),
    channels.all(),
    messages.people(rules.flatMap((rule) => rule.userIds)),
  ]);
  return { open, dropped, receivers: { channels: all, people } };
}

const decides = ({ metric, labels, comparison, threshold, windowS, noData, severity }: RuleFields) =>
  JSON.stringify([metric, labels, comparison, threshold, windowS, noData, severity]);

/** @param defaults what a new installation has; null for a rule of people */
export const ruleView = (
  rule: AlertRule,
  defaults: RuleFields | null,
  { open, dropped, receivers }: RuleCounts,
): z.infer<typeof RuleView> => ({
  id: rule.id,
  built_in: rule.builtIn,
  name: rule.name,
  metric: rule.metric,
  labels: rule.labels,
  comparison: rule.comparison,
  threshold: rule.threshold,
  window_s: rule.windowS,
  severity: rule.severity,
  no_data: rule.noData,
  enabled: rule.enabled,
  muted_until: rule.mutedUntil,
  user_ids: rule.userIds,
  channel_ids: rule.channelIds,
  edited: defaults !== null && decides(rule) !== decides(defaults),
  receivers_lost: hasLostReceivers(rule, receivers.channels, receivers.people),
  open_alerts: open.get(rule.id) ?? 0,
  dropped: dropped[rule.id] ?? 0,
  ...lifetimeOf(rule),
});

/** The columns of a whole body. */
export const rowOf = ({
  window_s,
  no_data,
  muted_until,
  user_ids,
  channel_ids,
  ...same
}: z.output<typeof RuleBody>): RuleFields => ({
  ...same,
  windowS: window_s,
  noData: no_data,
  mutedUntil: muted_until,
  userIds: user_ids,
  channelIds: channel_ids,
});

/** The columns that a change says. */
export function changeOf(body: z.output<typeof RuleChange>): Partial<RuleFields> {
  const { window_s, no_data, muted_until, user_ids, channel_ids, ...same } = body;
  const said = Object.entries({
    ...same,
    windowS: window_s,
    noData: no_data,
    mutedUntil: muted_until,
    userIds: user_ids,
    channelIds: channel_ids,
  }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as Partial<RuleFields>;
}

/** The names of a metric's labels are closed. @throws ApiError validation_failed */
export function checkLabels(metric: MetricName, labels: Record<string, string>): void {
  const known = metricOf(metric).labels as readonly string[];
  const wrong = Object.keys(labels).find((name) => !known.includes(name));
  if (wrong !== undefined) throw fieldError(`labels.${wrong}`, "is not a known field");
}

/** @throws ApiError validation_failed for a receiver that is not there */
export async function checkReceivers(
  c: Context<ApiEnv>,
  { user_ids: userIds = [], channel_ids: channelIds = [] }: z.output<typeof RuleChange>,
): Promise<void> {
  const { messages, channels } = c.get("services").alerts;
  if (userIds.length > 0)
    checkFound("user_ids", userIds, [...(await messages.people(userIds)).values()], "user");
  if (channelIds.length > 0) checkFound("channel_ids", channelIds, await channels.all(), "channel");
}

export const exampleRule = {
  id: EXAMPLE_RULE_ID,
  built_in: "platform-blocked",
  name: "Platform blocks the crawl (breaker open)",
  metric: "jobdata_breaker_open",
  labels: {},
  comparison: "gt",
  threshold: 0,
  window_s: 0,
  severity: "critical",
  no_data: "keep",
  enabled: true,
  muted_until: null,
  user_ids: [],
  channel_ids: [],
  edited: false,
  receivers_lost: false,
  open_alerts: 1,
  dropped: 0,
  created_at: EXAMPLE_NOW,
  updated_at: EXAMPLE_NOW,
  deleted_at: null,
} satisfies z.input<typeof RuleView>;

export const exampleOwnRule = {
  ...exampleRule,
  built_in: null,
  name: "Boss answers slowly",
  metric: "jobdata_request_seconds",
  labels: { platform: "boss", stat: "p95" },
  threshold: 5,
  window_s: 600,
  severity: "warning",
  open_alerts: 0,
} satisfies z.input<typeof RuleView>;
