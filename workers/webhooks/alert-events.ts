/**
 * Tells endpoints of alerts that began or ended. The alerts themselves are looked at, so that a crash right after their
 * evaluation loses no event; the key of the event keeps it from being told twice. The beginning of an alert that a mute hid
 * is told when the mute is over and the alert still open, and so is an end that a mute hid; an alert of which nobody was told is
 * not told of at its end.
 */
import { and, asc, eq, gte, or, sql } from "drizzle-orm";
import { type Alert, alertRules, alerts } from "../db/alert-schema.ts";
import type { Database } from "../db/run-batch.ts";
import type { RefreshStore } from "../facts/refresh-store.ts";
import { look } from "./look.ts";
import type { EmittedEvent, Webhooks } from "./webhooks.ts";

/** Alerts that are read and told together. */
const PAGE = 500;

export interface AlertEventParts {
  db: Database;
  webhooks: Pick<Webhooks, "emitAll">;
  /** How far alerts were looked at. */
  store: Pick<RefreshStore, "read" | "save">;
}

type Place = Pick<Alert, "startedAt" | "id">;
interface ToldAlert {
  alert: Alert;
  rule: string;
  metric: string;
}

/** @returns those that were told of or ended since then, in the order of their beginning, after a place */
const readTold = (db: Database, since: number, after: Place | null): Promise<ToldAlert[]> =>
  db
    .select({ alert: alerts, rule: alertRules.name, metric: alertRules.metric })
    .from(alerts)
    .innerJoin(alertRules, eq(alertRules.id, alerts.ruleId))
    .where(
      and(
        eq(alerts.told, true),
        or(
          sql`coalesce(${alerts.toldAt}, ${alerts.startedAt}) >= ${since}`,
          gte(alerts.resolvedAt, since),
          gte(alerts.endToldAt, since),
        ),
        after === null
          ? undefined
          : sql`(${alerts.startedAt}, ${alerts.id}) > (${after.startedAt}, ${after.id})`,
      ),
    )
    .orderBy(asc(alerts.startedAt), asc(alerts.id))
    .limit(PAGE)
    .all();

/** @returns tells of what began or ended since the last look; safe to repeat */
export const createAlertEvents =
  ({ db, webhooks, store }: AlertEventParts) =>
  (now: number): Promise<void> =>
    look(store, now, async (since) => {
      let after: Place | null = null;
      let told = 0;
      let isOver = false;
      while (!isOver) {
        const rows: ToldAlert[] = await readTold(db, since, after);
        if (rows.length > 0) await webhooks.emitAll(rows.flatMap((row) => eventsOf(row, since)));
        told += rows.length;
        after = rows.at(-1)?.alert ?? null;
        isOver = rows.length < PAGE;
      }
      return told;
    });

/** What happened to an alert since then: it began, ended, or both. */
function eventsOf({ alert, rule, metric }: ToldAlert, since: number): EmittedEvent[] {
  const { id, series, platform, severity, condition, value, threshold, resolution } = alert;
  const data = { alert_id: id, rule, metric, labels: JSON.parse(series), platform, severity };
  const events: EmittedEvent[] = [];
  const begun = {
    type: "alert.fired",
    key: `alert:${id}:fired`,
    at: alert.toldAt ?? alert.startedAt,
  } as const;
  if (begun.at >= since)
    events.push({
      ...begun,
      at: alert.startedAt,
      data: { ...data, condition, value, threshold },
    });
  if (alert.resolvedAt !== null && !alert.endWaits && (alert.endToldAt ?? alert.resolvedAt) >= since)
    events.push({
      type: "alert.resolved",
      key: `alert:${id}:resolved`,
      at: alert.resolvedAt,
      follows: begun,
      data: { ...data, resolution },
    });
  return events;
}
