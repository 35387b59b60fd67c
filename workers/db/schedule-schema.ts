/** Schedules, the ledger of their slots, and backfills. */
import { sql } from "drizzle-orm";
import { check, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import {
  BACKFILL_STATES,
  CATCH_UPS,
  SCHEDULE_KINDS,
  SCHEDULE_TARGETS,
  SLOT_REASONS,
  SLOT_STATUSES,
} from "../../shared/contracts/schedule.ts";
import type { TaskCreator } from "../../shared/contracts/task-ledger.ts";
import type { Timing } from "../../shared/domain/schedule/slots.ts";
import { id, instant } from "./columns.ts";

/** The platform's own jobs and the schedules of people. A deploy creates the rows of new jobs. */
export const schedules = sqliteTable("schedules", {
  name: text("name").primaryKey(),
  /** For people; null: the name says it. */
  title: text("title"),
  kind: text("kind", { enum: SCHEDULE_KINDS }).notNull().default("cron"),
  /** Five-field cron expression; null for the other kinds. */
  cron: text("cron"),
  /** Period of an interval; null for the other kinds. */
  everyS: integer("every_s"),
  /** First slot of an interval, or the slot of a one-off; null for cron. */
  startAt: instant("start_at"),
  /** IANA name, for example Asia/Shanghai. */
  timeZone: text("time_zone").notNull().default("Asia/Shanghai"),
  enabled: integer("enabled", { mode: "boolean" }).notNull().default(true),
  /** A person paused it at this time; null while it is not. */
  pausedAt: instant("paused_at"),
  catchUp: text("catch_up", { enum: CATCH_UPS }).notNull().default("once"),
  catchUpMax: integer("catch_up_max"),
  maxLatenessS: integer("max_lateness_s"),
  /** A slot whose dispatcher died is run again. */
  rerun: integer("rerun", { mode: "boolean" }).notNull().default(false),
  target: text("target", { enum: SCHEDULE_TARGETS }).notNull().default("job"),
  /** Kind of the tasks; null for a job, whose name is the schedule's. */
  taskKind: text("task_kind"),
  taskInput: text("task_input", { mode: "json" }).$type<Record<string, unknown>>(),
  /** The person who last saved the task, and what it may see and reach; null for a job. */
  taskCreator: text("task_creator", { mode: "json" }).$type<TaskCreator>(),
  /** Slots up to this time are none of its: it did not exist, or fired at other times. */
  since: instant("since").notNull(),
  /** Grows with each change of what decides about slots: an answer that was planned before it is not written. */
  revision: integer("revision").notNull().default(0),
  /** A person changed the times or the policy of a job of the platform: deploys leave it alone. */
  editedAt: instant("edited_at"),
  /** Null for a job of the platform. */
  createdBy: text("created_by"),
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
  /** Soft delete (E1); null when not deleted. */
  deletedAt: instant("deleted_at"),
});

/** What else is known about a slot's answer. */
export interface SlotDetail {
  /** Unix ms; no dispatcher looked after the schedule in between. */
  away_from?: number;
  away_to?: number;
  /** Request id of the run that went on. */
  held_by?: string;
}

/**
 * Ledger of slots (X1): each slot of a schedule lies in one row. The primary key is the claim: when several dispatchers
 * insert the same slot, one succeeds and runs the job (A16). Slots that follow each other with the same reason not to run
 * share a row, which is named by the first. Several jobs run each minute and every entry of an index is billed as a row
 * written, so the table is the index of its key (WITHOUT ROWID, which drizzle-kit cannot say) and has no other one.
 * Slots by the clock lie on whole minutes, runs by hand never do.
 */
export const scheduleSlots = sqliteTable(
  "schedule_slots",
  {
    schedule: text("schedule")
      .notNull()
      .references(() => schedules.name),
    /** The minute the slot stands for; of several slots the first. */
    slotAt: instant("slot_at").notNull(),
    /** The last of several slots; null for one. */
    toAt: instant("to_at"),
    /** Slots in this row. */
    count: integer("count").notNull().default(1),
    status: text("status", { enum: SLOT_STATUSES }).notNull(),
    reason: text("reason", { enum: SLOT_REASONS }),
    detail: text("detail", { mode: "json" }).$type<SlotDetail>(),
    /** How the slots of the row are enumerated, because the schedule may change; null for a slot that ran. */
    timing: text("timing", { mode: "json" }).$type<Timing>(),
    /** Request id of the tick that claimed it. */
    claimedBy: text("claimed_by").notNull(),
    /** Null for a slot that did not run. */
    startedAt: instant("started_at"),
    /** Null while it runs; a later tick ends the slot of a tick that died. */
    finishedAt: instant("finished_at"),
    /** Message of the job's error; null when it succeeded. */
    error: text("error"),
    /** Starts, the first included. */
    attempts: integer("attempts").notNull().default(1),
    /** The task that the slot created. */
    taskId: text("task_id"),
    /** The backfill that ran it. */
    backfillId: text("backfill_id"),
  },
  (table) => [
    primaryKey({ columns: [table.schedule, table.slotAt] }),
    check("schedule_slots_status", sql`${table.status} in ('fired', 'late', 'skipped', 'missed')`),
  ],
);

/** Runs of missed slots that a person asked for; a tick goes on with those that are not finished. */
export const scheduleBackfills = sqliteTable("schedule_backfills", {
  id: id(),
  schedule: text("schedule")
    .notNull()
    .references(() => schedules.name),
  /** First and last minute, both inclusive. */
  fromAt: instant("from_at").notNull(),
  toAt: instant("to_at").notNull(),
  /** Skipped slots are run too. */
  withSkipped: integer("with_skipped", { mode: "boolean" }).notNull(),
  state: text("state", { enum: BACKFILL_STATES }).notNull(),
  /** Slots counted when it began. */
  total: integer("total").notNull(),
  done: integer("done").notNull().default(0),
  failed: integer("failed").notNull().default(0),
  /** The last slot that was looked at; null before the first. */
  position: instant("position"),
  createdBy: text("created_by").notNull(),
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
  finishedAt: instant("finished_at"),
});

export type Schedule = typeof schedules.$inferSelect;
export type ScheduleSlot = typeof scheduleSlots.$inferSelect;
export type ScheduleBackfill = typeof scheduleBackfills.$inferSelect;
