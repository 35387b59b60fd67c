/** Alerts, their history and the watched series in D1. Many rows are written by one statement over a JSON list. */
import { and, desc, eq, isNotNull, isNull, lt, type SQL, sql } from "drizzle-orm";
import type { AlertSeverity, AlertState } from "../../shared/contracts/alert.ts";
import type { OpenAlert, WatchedSeries } from "../../shared/domain/alerts/judge.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import {
  type Alert,
  type AlertEvent,
  type AlertRule,
  alertEvaluations,
  alertEvents,
  alertMessages,
  alertRules,
  alerts,
  alertWatches,
} from "../db/alert-schema.ts";
import { inList, isAfter } from "../db/conditions.ts";
import { type Database, runBatch } from "../db/run-batch.ts";

export interface AlertRecord extends Alert {
  rule: Pick<
    AlertRule,
    "name" | "builtIn" | "metric" | "comparison" | "windowS" | "mutedUntil" | "deletedAt"
  >;
}

export interface AlertFilter {
  /** `open`: every state but resolved. */
  state?: AlertState | "open" | undefined;
  ruleId?: string | undefined;
  severity?: AlertSeverity | undefined;
  platform?: string | undefined;
}

/** An open alert with what messages need of it. */
export interface KnownAlert extends OpenAlert {
  told: boolean;
  acknowledged: boolean;
  severity: AlertSeverity;
  value: number | null;
}

/** An alert whose beginning was told, and that has ended. */
export type EndedAlert = Pick<Alert, "id" | "ruleId" | "series"> & { resolvedAt: number };

export interface EvaluationState {
  revision: number;
  /** Unix ms; 0 before the first. */
  at: number;
  dropped: Record<string, number>;
}

export interface AlertStore {
  /** What an evaluation starts from; `untoldEnds` are over, which a mute has hidden so far. */
  known(): Promise<{
    state: EvaluationState;
    open: KnownAlert[];
    watched: WatchedSeries[];
    untoldEnds: EndedAlert[];
  }>;
  state(): Promise<EvaluationState>;
  /** Newest first. */
  list(filter: AlertFilter, limit: number, after?: { at: number; id: string }): Promise<AlertRecord[]>;
  /** @throws ApiError not_found */
  get(id: string): Promise<AlertRecord>;
  /** The newest of an alert, oldest first. */
  events(id: string): Promise<AlertEvent[]>;
  /** Open alerts by state. */
  counts(): Promise<Partial<Record<AlertState, number>>>;
  /** Open alerts by rule. */
  openByRule(): Promise<Map<string, number>>;
  /**
   * Marks open alerts as taken over by a person.
   * @returns ids of those that were open and not acknowledged before
   */
  acknowledge(which: { ids: string[] } | { ruleId: string }, by: Acknowledger): Promise<string[]>;
  /** @returns false when it was not acknowledged, or is over */
  unacknowledge(id: string, by: Acknowledger): Promise<boolean>;
  /** Deletes what ended before; `dry` only counts. */
  deleteBefore(before: number, dry: boolean): Promise<number>;
}

export interface Acknowledger {
  name: string;
  note: string | null;
  at: number;
}

/** Events of one alert that are shown; a rule whose part fails and answers in turns may add one an evaluation. */
const MAX_EVENTS = 200;
const EVALUATION = 1;
const NEVER: EvaluationState = { revision: 0, at: 0, dropped: {} };

export function createAlertStore(db: Database): AlertStore {
  const records = () =>
    db
      .select({
        alert: alerts,
        rule: {
          name: alertRules.name,
          builtIn: alertRules.builtIn,
          metric: alertRules.metric,
          comparison: alertRules.comparison,
          windowS: alertRules.windowS,
          mutedUntil: alertRules.mutedUntil,
          deletedAt: alertRules.deletedAt,
        },
      })
      .from(alerts)
      .innerJoin(alertRules, eq(alertRules.id, alerts.ruleId));
  const states = () => db.select().from(alertEvaluations).where(eq(alertEvaluations.id, EVALUATION));
  const open = isNull(alerts.resolvedAt);
  const matching = ({ state, ruleId, severity, platform }: AlertFilter): SQL | undefined =>
    and(
      state === undefined ? undefined : state === "open" ? open : eq(alerts.state, state),
      ruleId === undefined ? undefined : eq(alerts.ruleId, ruleId),
      severity === undefined ? undefined : eq(alerts.severity, severity),
      platform === undefined ? undefined : eq(alerts.platform, platform),
    );

  return {
    async state() {
      const [state] = await states();
      return state ?? NEVER;
    },
    async known() {
      const [known, openRows, watched, ended] = await db.batch([
        states(),
        db.select().from(alerts).where(open),
        db.select().from(alertWatches),
        // Not as a parameter: the index has only these.
        db.select().from(alerts).where(sql`${alerts.endWaits} = 1`),
      ]);
      const [state] = known;
      return {
        state: state ?? NEVER,
        open: openRows.map(({ acknowledgedAt, ...row }) => ({
          ...row,
          acknowledged: acknowledgedAt !== null,
        })),
        watched,
        untoldEnds: ended.flatMap(({ resolvedAt, ...row }) =>
          resolvedAt === null ? [] : [{ ...row, resolvedAt }],
        ),
      };
    },
    async list(filter, limit, after) {
      const rows = await records()
        .where(and(matching(filter), after && isAfter(alerts.startedAt, alerts.id, after)))
        .orderBy(desc(alerts.startedAt), desc(alerts.id))
        .limit(limit)
        .all();
      return rows.map(({ alert, rule }) => ({ ...alert, rule }));
    },
    async get(id) {
      const row = await records().where(eq(alerts.id, id)).get();
      if (!row) throw new ApiError("not_found", `no alert ${id}`);
      return { ...row.alert, rule: row.rule };
    },
    async events(id) {
      const rows = await db
        .select()
        .from(alertEvents)
        .where(eq(alertEvents.alertId, id))
        .orderBy(desc(alertEvents.at))
        .limit(MAX_EVENTS)
        .all();
      return rows.reverse();
    },
    async counts() {
      const rows = await db
        .select({ state: alerts.state, count: sql<number>`count(*)` })
        .from(alerts)
        .where(open)
        .groupBy(alerts.state)
        .all();
      return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
    },
    async openByRule() {
      const rows = await db
        .select({ ruleId: alerts.ruleId, count: sql<number>`count(*)` })
        .from(alerts)
        .where(open)
        .groupBy(alerts.ruleId)
        .all();
      return new Map(rows.map(({ ruleId, count }) => [ruleId, count]));
    },
    async acknowledge(which, { name, note, at }) {
      const condition = and(
        "ids" in which ? inList(alerts.id, which.ids) : eq(alerts.ruleId, which.ruleId),
        open,
        isNull(alerts.acknowledgedAt),
      );
      const found = await db.select({ id: alerts.id }).from(alerts).where(condition).all();
      const ids = JSON.stringify(found.map(({ id }) => id));
      const listed = sql`(select value from json_each(${ids}))`;
      await runBatch(db, [
        // The event first: it depends on the state that the second statement changes.
        sql`insert or ignore into alert_events (alert_id, at, event, actor, note)
          select id, ${at}, 'acknowledged', ${name}, ${note} from alerts
          where id in ${listed} and resolved_at is null and acknowledged_at is null`,
        sql`update alerts set state = 'acknowledged', acknowledged_at = ${at}, acknowledged_by = ${name}, note = ${note}
          where id in ${listed} and resolved_at is null and acknowledged_at is null`,
      ]);
      return found.map(({ id }) => id);
    },
    async unacknowledge(id, { name, note, at }) {
      const row = await db
        .select({ id: alerts.id })
        .from(alerts)
        .where(and(eq(alerts.id, id), open, isNotNull(alerts.acknowledgedAt)))
        .get();
      if (!row) return false;
      await runBatch(db, [
        sql`insert or ignore into alert_events (alert_id, at, event, actor, note)
          values (${id}, ${at}, 'unacknowledged', ${name}, ${note})`,
        sql`update alerts set state = condition, acknowledged_at = null, acknowledged_by = null, note = null
          where id = ${id} and resolved_at is null`,
      ]);
      return true;
    },
    async deleteBefore(before, dry) {
      const ended = lt(alerts.resolvedAt, before);
      const sent = and(lt(alertMessages.createdAt, before), sql`${alertMessages.state} <> 'waiting'`);
      if (dry) {
        const [[endedRows], [sentRows]] = await db.batch([
          db.select({ count: sql<number>`count(*)` }).from(alerts).where(ended),
          db.select({ count: sql<number>`count(*)` }).from(alertMessages).where(sent),
        ]);
        return (endedRows?.count ?? 0) + (sentRows?.count ?? 0);
      }
      const [, deleted, messages] = await db.batch([
        db
          .delete(alertEvents)
          .where(sql`${alertEvents.alertId} in (select id from alerts where resolved_at < ${before})`),
        db.delete(alerts).where(ended),
        db.delete(alertMessages).where(sent),
      ]);
      return deleted.meta.changes + messages.meta.changes;
    },
  };
}
