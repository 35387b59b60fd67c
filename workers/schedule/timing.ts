/** Reads from the row of a schedule when it fires, and whether. */
import type { SlotPolicy } from "../../shared/domain/schedule/policy.ts";
import type { Timing } from "../../shared/domain/schedule/slots.ts";
import type { Schedule } from "../db/schedule-schema.ts";
import { endOf, type ScheduleState } from "./schedule-state.ts";

/** These columns decide when the schedule fires. */
export const TIMING_COLUMNS = ["kind", "cron", "everyS", "startAt", "timeZone"] as const;
export type TimingColumns = Pick<Schedule, (typeof TIMING_COLUMNS)[number]>;

export function timingOf({ kind, cron, everyS, startAt, timeZone }: TimingColumns): Timing {
  if (kind === "interval") return { kind, every_s: everyS ?? 0, start_at: startAt ?? 0 };
  if (kind === "once") return { kind, at: startAt ?? 0 };
  return { kind, cron: cron ?? "", time_zone: timeZone };
}

export const policyOf = (row: Pick<Schedule, "catchUp" | "catchUpMax" | "maxLatenessS">): SlotPolicy => ({
  catch_up: row.catchUp,
  catch_up_max: row.catchUpMax,
  max_lateness_s: row.maxLatenessS,
});

/** @returns Unix ms up to which every slot of the schedule has an answer */
export const answeredUntil = (state: ScheduleState): number => Math.max(state.since, endOf(state) ?? 0);

/** @returns why the schedule runs nothing; null when it runs */
export function stoppedBy(row: Pick<Schedule, "enabled" | "pausedAt">): "paused" | "disabled" | null {
  if (!row.enabled) return "disabled";
  return row.pausedAt === null ? null : "paused";
}
