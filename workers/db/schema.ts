/** Tables of D1. They hold metadata only; no row, page or heartbeat causes a write. `drizzle-kit generate` makes the SQL. */
import { sql } from "drizzle-orm";
import { check, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { instant } from "./columns.ts";

/** Scheduled jobs. The code that has a job creates its row; a user enables or disables it. */
export const schedules = sqliteTable("schedules", {
  name: text("name").primaryKey(),
  /** Five-field cron expression. */
  cron: text("cron").notNull(),
  /** IANA name, for example Asia/Shanghai. */
  timeZone: text("time_zone").notNull().default("Asia/Shanghai"),
  enabled: integer("enabled", { mode: "boolean" }).notNull().default(true),
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
  /** Soft delete (E1); null when not deleted. */
  deletedAt: instant("deleted_at"),
});

/** Outcome of a slot (X1). `late`: it ran, but well after its time. */
const SLOT_STATUSES = ["fired", "skipped", "late"] as const;

/**
 * Ledger of slots (X1). The primary key is the claim: when several dispatchers insert the same slot, one succeeds
 * and runs the job (A16). Several jobs run each minute and every entry of an index is billed as a row written, so the
 * table is the index of its key (WITHOUT ROWID, which drizzle-kit cannot say) and has no other one.
 */
export const scheduleSlots = sqliteTable(
  "schedule_slots",
  {
    schedule: text("schedule")
      .notNull()
      .references(() => schedules.name),
    /** The minute the slot stands for. */
    slotAt: instant("slot_at").notNull(),
    status: text("status", { enum: SLOT_STATUSES }).notNull(),
    /** Why it was skipped or late. */
    reason: text("reason"),
    /** Request id of the tick that claimed it. */
    claimedBy: text("claimed_by").notNull(),
    /** Null for a skipped slot. */
    startedAt: instant("started_at"),
    /** Null while it runs, and forever when the tick crashed. */
    finishedAt: instant("finished_at"),
    /** Message of the job's error; null when it succeeded. */
    error: text("error"),
  },
  (table) => [
    primaryKey({ columns: [table.schedule, table.slotAt] }),
    check("schedule_slots_status", sql`${table.status} in ('fired', 'skipped', 'late')`),
  ],
);

export type Schedule = typeof schedules.$inferSelect;
export type ScheduleSlot = typeof scheduleSlots.$inferSelect;
