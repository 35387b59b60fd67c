/** Shows a schedule as the API answers it. */
import { z } from "@hono/zod-openapi";
import { CatchUp, SCHEDULE_TARGETS, ScheduleKind } from "../../../shared/contracts/schedule.ts";
import type { ScheduleInfo } from "../../schedule/schedules.ts";
import { Instant } from "../http/answers.ts";
import { lifetime, lifetimeOf } from "../http/fields.ts";
import { SlotView, slotView } from "./slot-view.ts";

export const ScheduleView = z.object({
  name: z.string(),
  title: z.string().nullable().describe("For people; null: the name says it"),
  kind: ScheduleKind,
  cron: z.string().nullable().describe("Five fields: minute, hour, day of the month, month, day of the week"),
  every_s: z.number().int().nullable().describe("Period of an interval in seconds"),
  start_at: Instant.nullable().describe("First slot of an interval, or the slot of a one-off"),
  time_zone: z.string().describe("IANA name"),
  enabled: z.boolean(),
  paused_at: Instant.nullable(),
  catch_up: CatchUp.describe("Missed slots: run none (skip), the newest (once) or up to catch_up_max (all)"),
  catch_up_max: z.number().int().nullable(),
  max_lateness_s: z
    .number()
    .int()
    .nullable()
    .describe("A slot that starts later is missed; null: one period, a day for a one-off"),
  rerun: z.boolean().describe("A slot whose dispatcher died is run again, three times in all at most"),
  target: z.enum(SCHEDULE_TARGETS),
  task: z
    .object({ kind: z.string(), input: z.record(z.string(), z.unknown()) })
    .nullable()
    .describe("What its slots create; null for a job of the platform"),
  has_target: z.boolean().describe("False for a job that this deployment does not have: it runs nothing"),
  edited: z.boolean().describe("A person changed the job's times or policy: deploys leave them alone"),
  default: z
    .object({ cron: z.string(), time_zone: z.string() })
    .nullable()
    .describe("When the job runs unless somebody edits it; null for schedules of people"),
  next_at: Instant.nullable().describe("Null while it is stopped, or when no slot follows"),
  next: z.array(Instant).describe("The next five slots"),
  last_slot: SlotView.nullable().describe("Its newest slots by the clock"),
  last_run: SlotView.nullable().describe("Its newest run, by hand too; null when eight answers came since"),
  created_by: z.string().nullable().describe("Null for a job of the platform"),
  ...lifetime,
});
export type ScheduleView = z.infer<typeof ScheduleView>;

export const scheduleView = (schedule: ScheduleInfo): ScheduleView => ({
  name: schedule.name,
  title: schedule.title,
  kind: schedule.kind,
  cron: schedule.cron,
  every_s: schedule.everyS,
  start_at: schedule.startAt,
  time_zone: schedule.timeZone,
  enabled: schedule.enabled,
  paused_at: schedule.pausedAt,
  catch_up: schedule.catchUp,
  catch_up_max: schedule.catchUpMax,
  max_lateness_s: schedule.maxLatenessS,
  rerun: schedule.rerun,
  target: schedule.target,
  task: schedule.taskKind === null ? null : { kind: schedule.taskKind, input: schedule.taskInput ?? {} },
  has_target: schedule.hasTarget,
  edited: schedule.editedAt !== null,
  default: schedule.defaults && { cron: schedule.defaults.cron, time_zone: schedule.defaults.timeZone },
  next_at: schedule.next[0] ?? null,
  next: schedule.next,
  last_slot: schedule.tail && slotView(schedule.tail),
  last_run: schedule.lastRun && slotView(schedule.lastRun),
  created_by: schedule.createdBy,
  ...lifetimeOf(schedule),
});
