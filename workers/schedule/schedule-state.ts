/** Defines a schedule as the dispatcher reads it. */
import type { Schedule, ScheduleSlot } from "../db/schedule-schema.ts";

/** A schedule and the end of its ledger. */
export interface ScheduleState extends Schedule {
  /** Its newest slots by the clock; null before the first. */
  tail: ScheduleSlot | null;
  /** Its newest run, by the clock or by hand; null when eight answers came since. */
  lastRun: ScheduleSlot | null;
}

/** @returns Unix ms of the last slot that has an answer; null before the first answer */
export const endOf = ({ tail: slots }: Pick<ScheduleState, "tail">): number | null =>
  slots === null ? null : (slots.toAt ?? slots.slotAt);
