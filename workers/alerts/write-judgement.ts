/** Writes what one evaluation found, with the messages about it, in one batch: all of it or nothing. */
import { sql } from "drizzle-orm";
import type { AlertSeverity } from "../../shared/contracts/alert.ts";
import type { Judgement, WatchedSeries } from "../../shared/domain/alerts/judge.ts";
import type { NoticeItem } from "../../shared/domain/alerts/notice.ts";
import { assertInBatch, isAssertionFailure, isTaken } from "../db/conditions.ts";
import { type Database, runBatch } from "../db/run-batch.ts";
import type { EvaluationState } from "./alert-store.ts";

export interface BegunAlert {
  id: string;
  ruleId: string;
  series: string;
  platform: string | null;
  condition: string;
  severity: AlertSeverity;
  value: number | null;
  threshold: number;
  since: number;
  told: boolean;
}

/** What becomes of the end of an alert whose beginning was told: it is in the messages, or a mute hides it. */
export type EndNotice = "told" | "waits";

/** A message for one receiver: a new one, or more for one that waits. */
export interface MessageWrite {
  id: string;
  receiver: string;
  items: NoticeItem[];
  count: number;
  isNew: boolean;
}

export interface EvaluationWrite {
  state: EvaluationState;
  now: number;
  watchedBefore: readonly WatchedSeries[];
  begun: BegunAlert[];
  judgement: Pick<Judgement, "changed" | "resolved" | "watched" | "dropped">;
  /** Alerts whose beginning is told only now. */
  told: string[];
  /** For the alerts that ended; one whose beginning nobody was told of is not among them. */
  ends: ReadonlyMap<string, EndNotice>;
  /** Alerts that ended in a mute, which is over now; `isTold` false: their rule is gone. */
  lateEnds: readonly { id: string; isTold: boolean }[];
  messages: MessageWrite[];
}

/** Rows in one statement: each is a few hundred bytes, and a parameter of D1 holds 2 MB. */
const CHUNK = 1000;

function chunks<T>(rows: readonly T[]): T[][] {
  const made: T[][] = [];
  for (let from = 0; from < rows.length; from += CHUNK) made.push(rows.slice(from, from + CHUNK));
  return made;
}

const keyOf = ({ ruleId, series, condition, since }: WatchedSeries) =>
  `${ruleId} ${series} ${condition} ${since}`;

/**
 * @returns rows that the statements were about; 0 when nothing had to be written, and null when another evaluation was
 * faster, which has written the same
 */
export async function writeEvaluation(db: Database, write: EvaluationWrite): Promise<number | null> {
  const { state, now, watchedBefore, begun, judgement, told, ends, lateEnds, messages } = write;
  const { changed, resolved, watched, dropped } = judgement;
  const before = new Set(watchedBefore.map(keyOf));
  const after = new Set(watched.map(keyOf));
  const gone = watchedBefore.filter((series) => !after.has(keyOf(series)));
  const added = watched.filter((series) => !before.has(keyOf(series)));
  const droppedText = JSON.stringify(dropped);
  const rows =
    begun.length +
    changed.length +
    resolved.length +
    gone.length +
    added.length +
    told.length +
    lateEnds.length +
    messages.length;
  // While a series is watched, the time of the evaluation says that its condition held in between.
  if (rows === 0 && watched.length === 0 && droppedText === JSON.stringify(state.dropped)) return 0;

  const list = (values: readonly unknown[]) => sql`json_each(${JSON.stringify(values)})`;
  const part = (name: string) => sql.raw(`value ->> '${name}'`);
  const events = [
    ...begun.map(({ id, condition, value }) => ({ id, event: condition, value, note: null })),
    ...changed.map(({ alert, finding }) => ({
      id: alert.id,
      event: finding.condition,
      value: finding.value,
      note: null,
    })),
    ...resolved.map(({ alert, why, value }) => ({ id: alert.id, event: "resolved", value, note: why })),
  ];
  const queries = [
    sql`insert into alert_evaluations (id, revision, at, dropped) values (1, 1, ${now}, ${droppedText})
      on conflict (id) do update set revision = revision + 1, at = excluded.at, dropped = excluded.dropped
      where revision = ${state.revision}`,
    assertInBatch(
      sql`exists (select 1 from alert_evaluations where id = 1 and revision = ${state.revision + 1} and at = ${now})`,
    ),
    ...chunks(gone).map(
      (some) => sql`delete from alert_watches where (rule_id, series) in
        (select ${part("ruleId")}, ${part("series")} from ${list(some)})`,
    ),
    ...chunks(added).map(
      (some) => sql`insert or replace into alert_watches (rule_id, series, condition, since)
        select ${part("ruleId")}, ${part("series")}, ${part("condition")}, ${part("since")} from ${list(
          some.map(({ ruleId, series, condition, since }) => ({ ruleId, series, condition, since })),
        )}`,
    ),
    ...chunks(begun).map(
      (some) => sql`insert into alerts
        (id, rule_id, series, platform, state, condition, severity, value, threshold, since, started_at, told, told_at)
        select ${part("id")}, ${part("ruleId")}, ${part("series")}, ${part("platform")}, ${part("condition")},
          ${part("condition")}, ${part("severity")}, ${part("value")}, ${part("threshold")}, ${part("since")}, ${now},
          ${part("told")}, iif(${part("told")}, ${now}, null) from ${list(some)}`,
    ),
    ...chunks(changed).map(
      (some) => sql`update alerts set condition = new.condition, value = new.value,
          state = case when acknowledged_at is null then new.condition else state end
        from (select ${part("id")} as id, ${part("condition")} as condition, ${part("value")} as value from ${list(
          some.map(({ alert, finding: { condition, value } }) => ({ id: alert.id, condition, value })),
        )}) as new where alerts.id = new.id and resolved_at is null`,
    ),
    ...chunks(resolved).map(
      (some) => sql`update alerts set state = 'resolved', resolved_at = ${now}, resolution = new.why,
          end_waits = new.waits, end_told_at = iif(new.is_told, ${now}, null)
        from (select ${part("id")} as id, ${part("why")} as why, ${part("waits")} as waits,
            ${part("isTold")} as is_told from ${list(
              some.map(({ alert, why }) => {
                const end = ends.get(alert.id);
                return { id: alert.id, why, waits: end === "waits", isTold: end === "told" };
              }),
            )}) as new where alerts.id = new.id and resolved_at is null`,
    ),
    ...chunks(events).map(
      (some) => sql`insert or ignore into alert_events (alert_id, at, event, value, note)
        select ${part("id")}, ${now}, ${part("event")}, ${part("value")}, ${part("note")} from ${list(some)}`,
    ),
    ...chunks(told).map(
      (some) =>
        sql`update alerts set told = 1, told_at = ${now} where id in (select value from ${list(some)})`,
    ),
    ...chunks(lateEnds).map(
      (some) => sql`update alerts set end_waits = 0, end_told_at = iif(new.is_told, ${now}, null)
        from (select ${part("id")} as id, ${part("isTold")} as is_told from ${list(some)}) as new
        where alerts.id = new.id`,
    ),
    ...messages.map(({ id, receiver, items, count, isNew }) => {
      const text = JSON.stringify(items);
      return isNew
        ? sql`insert into alert_messages (id, receiver, items, count, state, created_at, next_at)
            values (${id}, ${receiver}, ${text}, ${count}, 'waiting', ${now}, ${now})`
        : // One that was tried meanwhile must not change: a second try has to say the same.
          sql`update alert_messages set items = ${text}, count = ${count} where id = ${id} and attempts = 0`;
    }),
    ...messages
      .filter(({ isNew }) => !isNew)
      .map(({ id }) =>
        assertInBatch(sql`exists (select 1 from alert_messages where id = ${id} and attempts = 0)`),
      ),
  ];
  try {
    await runBatch(db, queries);
    return rows + 1;
  } catch (error) {
    if (isAssertionFailure(error) || isTaken(error)) return null;
    throw error;
  }
}
