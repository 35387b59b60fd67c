/** SQL that answers slots: it writes an answer only where nobody else wrote one meanwhile. */
import { type SQL, sql } from "drizzle-orm";
import { MINUTE_MS } from "../../shared/time.ts";
import type { ScheduleSlot } from "../db/schedule-schema.ts";
import { endOf, type ScheduleState } from "./schedule-state.ts";

export type NewSlot = Omit<
  ScheduleSlot,
  "schedule" | "finishedAt" | "error" | "attempts" | "taskId" | "backfillId"
>;

/** The row is a slot by the clock: these lie on whole minutes, runs by hand do not. */
export const BY_CLOCK = sql.raw(`slot_at % ${MINUTE_MS} = 0`);

/** SQL of the last slot of a schedule that has an answer. */
export const tailEnd = (name: string): SQL => sql`(
  select coalesce(to_at, slot_at) from schedule_slots
  where schedule = ${name} and ${BY_CLOCK} order by slot_at desc limit 1)`;

/** SQL that is true while neither the schedule nor the end of its ledger has changed since they were read. */
const unchanged = (state: ScheduleState): SQL => sql`
  ${tailEnd(state.name)} is ${endOf(state)}
  and exists (select 1 from schedules where name = ${state.name} and revision = ${state.revision})`;

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

/**
 * Inserts the answers to the slots after the end of the ledger, all or none of them: it is one statement.
 * @param slots oldest first, without a gap
 */
export function insertAnswers(state: ScheduleState, slots: readonly NewSlot[]): SQL {
  const rows = slots.map(
    (
      slot,
    ) => sql`(${slot.slotAt}, ${slot.toAt}, ${slot.count}, ${slot.status}, ${slot.reason}, ${json(slot.detail)},
      ${json(slot.timing)}, ${slot.claimedBy}, ${slot.startedAt})`,
  );
  return sql`
    insert into schedule_slots
      (schedule, slot_at, to_at, count, status, reason, detail, timing, claimed_by, started_at)
    with answers(slot_at, to_at, count, status, reason, detail, timing, claimed_by, started_at)
      as (values ${sql.join(rows, sql`, `)})
    select ${state.name}, * from answers where ${unchanged(state)}`;
}

/** Adds slots to the newest row, which has the same answer. */
export function extendTail(
  state: ScheduleState,
  { toAt, count, detail, timing }: NewSlot & { toAt: number },
): SQL {
  return sql`
    update schedule_slots set to_at = ${toAt}, count = ${count}, detail = ${json(detail)}, timing = ${json(timing)}
    where schedule = ${state.name} and slot_at = ${state.tail?.slotAt} and ${unchanged(state)}`;
}
