/** Alerts (D5): rules, channels, alerts with their history, the series that are watched, and messages to send. */
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import {
  ALERT_CONDITIONS,
  ALERT_EVENTS,
  ALERT_SEVERITIES,
  ALERT_STATES,
  CHANNEL_KINDS,
  COMPARISONS,
  MESSAGE_LANGUAGES,
  MESSAGE_STATES,
  NO_DATA_POLICIES,
  RESOLUTIONS,
} from "../../shared/contracts/alert.ts";
import type { MetricName } from "../../shared/contracts/metrics.ts";
import type { StatsReport } from "../../shared/contracts/stats-report.ts";
import type { NoticeItem } from "../../shared/domain/alerts/notice.ts";
import { id, instant, lifetime } from "./columns.ts";

const flag = (name: string) => integer(name, { mode: "boolean" }).notNull();
const list = (name: string) => text(name, { mode: "json" }).$type<string[]>().notNull().default([]);

export const alertRules = sqliteTable(
  "alert_rules",
  {
    id: id(),
    /** Name of a built-in rule; null for those of people. */
    builtIn: text("built_in"),
    /** Unique among rules that are not deleted. */
    name: text("name").notNull(),
    metric: text("metric").$type<MetricName>().notNull(),
    labels: text("labels", { mode: "json" }).$type<Record<string, string>>().notNull(),
    comparison: text("comparison", { enum: COMPARISONS }).notNull(),
    threshold: real("threshold").notNull(),
    windowS: integer("window_s").notNull(),
    severity: text("severity", { enum: ALERT_SEVERITIES }).notNull(),
    noData: text("no_data", { enum: NO_DATA_POLICIES }).notNull(),
    enabled: flag("enabled").default(true),
    /** Alerts begin and end, but nobody is told until this time. */
    mutedUntil: instant("muted_until"),
    /** Ids of users and of channels; with neither, the default channels are told. */
    userIds: list("user_ids"),
    channelIds: list("channel_ids"),
    ...lifetime(),
  },
  (table) => [
    uniqueIndex("alert_rules_name").on(table.name).where(sql`${table.deletedAt} is null`),
    uniqueIndex("alert_rules_built_in").on(table.builtIn),
  ],
);

export const alertChannels = sqliteTable(
  "alert_channels",
  {
    id: id(),
    name: text("name").notNull(),
    kind: text("kind", { enum: CHANNEL_KINDS }).notNull(),
    /** What people may see of the target: an address, or an origin. */
    shown: text("shown").notNull(),
    /** Address or URL, and the secret of the signature, as JSON, encrypted by the vault. */
    secret: text("secret").notNull(),
    signed: flag("signed"),
    language: text("language", { enum: MESSAGE_LANGUAGES }).notNull(),
    /** Gets the alerts of rules that name no receiver. */
    isDefault: flag("is_default"),
    /** Gets the stats report. */
    getsReport: flag("gets_report"),
    enabled: flag("enabled").default(true),
    ...lifetime(),
  },
  (table) => [uniqueIndex("alert_channels_name").on(table.name).where(sql`${table.deletedAt} is null`)],
);

export const alerts = sqliteTable(
  "alerts",
  {
    id: id(),
    ruleId: text("rule_id")
      .notNull()
      .references(() => alertRules.id),
    /** JSON of the labels in the order of their names. */
    series: text("series").notNull(),
    platform: text("platform"),
    state: text("state", { enum: ALERT_STATES }).notNull(),
    condition: text("condition", { enum: ALERT_CONDITIONS }).notNull(),
    severity: text("severity", { enum: ALERT_SEVERITIES }).notNull(),
    /** When it began; null when it has no value. */
    value: real("value"),
    threshold: real("threshold").notNull(),
    /** The condition has held since then. */
    since: instant("since").notNull(),
    /** Start of the alert: the condition had held for the whole window. */
    startedAt: instant("started_at").notNull(),
    /** Its beginning was put into messages; false while its rule is muted. */
    told: flag("told"),
    /** When that was: later than the start where a mute hid it; null until then. */
    toldAt: instant("told_at"),
    acknowledgedAt: instant("acknowledged_at"),
    acknowledgedBy: text("acknowledged_by"),
    note: text("note"),
    resolvedAt: instant("resolved_at"),
    resolution: text("resolution", { enum: RESOLUTIONS }),
    /** Its beginning was told, it ended while its rule was muted, and its end is to be told when that is over. */
    endWaits: integer("end_waits", { mode: "boolean" }).notNull().default(false),
    /** When its end was put into messages: later than the end where a mute hid it; null until then. */
    endToldAt: instant("end_told_at"),
  },
  (table) => [
    // A series of a rule has at most one open alert, also when two evaluations run at once.
    uniqueIndex("alerts_open").on(table.ruleId, table.series).where(sql`${table.resolvedAt} is null`),
    index("alerts_started").on(table.startedAt, table.id),
    index("alerts_end_waits").on(table.id).where(sql`${table.endWaits} = 1`),
  ],
);

/** The table is the index of its key (WITHOUT ROWID, which drizzle-kit cannot say): each entry of an index is billed. */
export const alertEvents = sqliteTable(
  "alert_events",
  {
    alertId: text("alert_id").notNull(),
    at: instant("at").notNull(),
    event: text("event", { enum: ALERT_EVENTS }).notNull(),
    value: real("value"),
    /** User name of the person who did it; null for an evaluation. */
    actor: text("actor"),
    note: text("note"),
  },
  (table) => [primaryKey({ columns: [table.alertId, table.at, table.event] })],
);

/** Series whose condition holds, but not yet for the whole window; WITHOUT ROWID, as above. */
export const alertWatches = sqliteTable(
  "alert_watches",
  {
    ruleId: text("rule_id").notNull(),
    series: text("series").notNull(),
    condition: text("condition", { enum: ALERT_CONDITIONS }).notNull(),
    since: instant("since").notNull(),
  },
  (table) => [primaryKey({ columns: [table.ruleId, table.series] })],
);

/** Messages to people and channels. One that was not tried yet takes what comes meanwhile. */
export const alertMessages = sqliteTable(
  "alert_messages",
  {
    /** Sent along, so that a receiver recognizes a message that arrives twice. */
    id: id(),
    /** `user:<id>` or `channel:<id>`. */
    receiver: text("receiver").notNull(),
    /** The first alerts; `count` says how many there are. */
    items: text("items", { mode: "json" }).$type<NoticeItem[]>().notNull(),
    count: integer("count").notNull(),
    /** A stats report instead of alerts. */
    report: text("report", { mode: "json" }).$type<StatsReport>(),
    state: text("state", { enum: MESSAGE_STATES }).notNull(),
    attempts: integer("attempts").notNull().default(0),
    createdAt: instant("created_at").notNull(),
    triedAt: instant("tried_at"),
    nextAt: instant("next_at").notNull(),
    sentAt: instant("sent_at"),
    error: text("error"),
  },
  (table) => [
    index("alert_messages_waiting").on(table.nextAt).where(sql`${table.state} = 'waiting'`),
    index("alert_messages_receiver").on(table.receiver, table.createdAt),
  ],
);

/** One row: the newest evaluation that changed something. */
export const alertEvaluations = sqliteTable("alert_evaluations", {
  id: integer("id").primaryKey(),
  /** Grows with each write of an evaluation: one that was overtaken by another writes nothing. */
  revision: integer("revision").notNull(),
  at: instant("at").notNull(),
  /** Findings that are not stored because there are too many open alerts, by rule. */
  dropped: text("dropped", { mode: "json" }).$type<Record<string, number>>().notNull(),
});

export type AlertRule = typeof alertRules.$inferSelect;
export type AlertChannel = typeof alertChannels.$inferSelect;
export type Alert = typeof alerts.$inferSelect;
export type AlertEvent = typeof alertEvents.$inferSelect;
export type AlertMessage = typeof alertMessages.$inferSelect;
