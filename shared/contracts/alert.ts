/**
 * Alerts (D5): what a rule says, which states an alert has, and where its messages go. It holds no zod, because the
 * dashboard loads it.
 */
import type { MetricName } from "./metrics.ts";

/**
 * `firing`: the condition held for the whole window; `no_data`: the metric had no sample for as long; `error`: the part of
 * the platform that has the metric did not answer; `acknowledged`: a person has taken it over; `resolved`: it is over.
 */
export const ALERT_STATES = ["firing", "no_data", "error", "acknowledged", "resolved"] as const;
export type AlertState = (typeof ALERT_STATES)[number];

/** Why an alert is open; the state of one that a person has acknowledged no longer says it. */
export const ALERT_CONDITIONS = ["firing", "no_data", "error"] as const;
export type AlertCondition = (typeof ALERT_CONDITIONS)[number];

/** What the history of an alert consists of. */
export const ALERT_EVENTS = [
  "firing",
  "no_data",
  "error",
  "acknowledged",
  "unacknowledged",
  "resolved",
] as const;
export type AlertEventKind = (typeof ALERT_EVENTS)[number];

/** Why an alert is over. */
export const RESOLUTIONS = ["condition_over", "series_gone", "rule_off"] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

export const ALERT_SEVERITIES = ["critical", "warning", "info"] as const;
export type AlertSeverity = (typeof ALERT_SEVERITIES)[number];

export const COMPARISONS = ["gt", "gte", "lt", "lte"] as const;
export type Comparison = (typeof COMPARISONS)[number];
export const COMPARISON_SIGNS: Record<Comparison, string> = { gt: ">", gte: "≥", lt: "<", lte: "≤" };

/** What a rule makes of a metric without samples: nothing changes, it counts as over, or it is an alert itself. */
export const NO_DATA_POLICIES = ["keep", "ok", "alert"] as const;
export type NoDataPolicy = (typeof NO_DATA_POLICIES)[number];

export const CHANNEL_KINDS = ["email", "webhook", "dingtalk", "feishu", "wecom", "slack"] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

export const MESSAGE_LANGUAGES = ["zh", "en"] as const;
export type MessageLanguage = (typeof MESSAGE_LANGUAGES)[number];

export const MESSAGE_STATES = ["waiting", "sent", "failed"] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

export const MAX_RULES = 200;
export const MAX_CHANNELS = 50;
/** Open alerts of one rule; what is beyond is counted and shown, and not stored. */
export const MAX_OPEN_PER_RULE = 2000;
export const MAX_OPEN = 5000;
/** A rule's window. Shorter ones would be one evaluation. */
export const MAX_WINDOW_S = 86_400;
/** A metric that could not be read for at least this long is an error of its rules. */
export const MIN_ERROR_WINDOW_S = 300;
/** People and channels that one rule tells. */
export const MAX_RECEIVERS = 20;
/** Alerts named in one message; it tells how many more there are. */
export const MAX_NAMED = 20;
/** Messages to one receiver within `MESSAGE_SPAN_MS`; what comes meanwhile is gathered in the next. */
export const MAX_MESSAGES = 3;
export const MESSAGE_SPAN_MS = 600_000;
/** Ended alerts, their history and the messages about them are kept this long. */
export const KEEP_ALERTS_DAYS = 90;

/** The part of a rule that decides when it fires. */
export interface AlertTest {
  metric: MetricName;
  /** Only samples with all of these labels count. */
  labels: Record<string, string>;
  comparison: Comparison;
  threshold: number;
  /** The condition must hold for so long, in seconds; 0: the first evaluation decides. */
  windowS: number;
  noData: NoDataPolicy;
}
