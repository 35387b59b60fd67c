/** Schedules and the ledger of their slots in D1 (X1). */
import { and, desc, eq, inArray, isNull, lt, sql } from "drizzle-orm";
import type { Database } from "../db/run-batch.ts";
import { type Schedule, type ScheduleSlot, scheduleSlots, schedules } from "../db/schema.ts";

export type NewSlot = Pick<
  ScheduleSlot,
  "schedule" | "slotAt" | "status" | "reason" | "claimedBy" | "startedAt"
>;

export interface ScheduleStore {
  /** Inserts or updates the row of every job; whether a schedule is enabled is kept. */
  ensure(jobs: readonly Pick<Schedule, "name" | "cron" | "timeZone">[], now: number): Promise<Schedule[]>;
  list(): Promise<Schedule[]>;
  /** Unix ms of the newest cron slot, manual runs excluded; null before the first. */
  lastSlot(name: string): Promise<number | null>;
  /** @returns true for the one caller that inserted the slot */
  claim(slot: NewSlot): Promise<boolean>;
  finish(name: string, slotAt: number, at: number, error: string | null): Promise<void>;
  /** Marks a claimed slot as skipped. */
  skip(name: string, slotAt: number, reason: string): Promise<void>;
  /** Newest first, strictly before `before` when given. */
  slots(name: string, limit: number, before?: number): Promise<ScheduleSlot[]>;
  /** @returns rows deleted */
  deleteSlotsBefore(at: number): Promise<number>;
}

export function createScheduleStore(db: Database): ScheduleStore {
  const list = () =>
    db.select().from(schedules).where(isNull(schedules.deletedAt)).orderBy(schedules.name).all();
  const slotIs = (name: string, slotAt: number) =>
    and(eq(scheduleSlots.schedule, name), eq(scheduleSlots.slotAt, slotAt));

  return {
    list,
    async ensure(jobs, now) {
      const known = await list();
      const names = new Map(known.map((row) => [row.name, row]));
      const changed = jobs.filter((job) => {
        const row = names.get(job.name);
        return row?.cron !== job.cron || row.timeZone !== job.timeZone;
      });
      if (changed.length === 0) return known;
      for (const { name, cron, timeZone } of changed) {
        await db
          .insert(schedules)
          .values({ name, cron, timeZone, createdAt: now, updatedAt: now })
          .onConflictDoUpdate({ target: schedules.name, set: { cron, timeZone, updatedAt: now } });
      }
      return list();
    },
    async lastSlot(name) {
      const row = await db
        .select({ slotAt: scheduleSlots.slotAt })
        .from(scheduleSlots)
        // Cron slots are on whole minutes; manual runs are not.
        .where(and(eq(scheduleSlots.schedule, name), sql`${scheduleSlots.slotAt} % 60000 = 0`))
        .orderBy(desc(scheduleSlots.slotAt))
        .limit(1)
        .get();
      return row?.slotAt ?? null;
    },
    async claim(slot) {
      const result = await db.insert(scheduleSlots).values(slot).onConflictDoNothing().run();
      return result.meta.changes > 0;
    },
    async finish(name, slotAt, at, error) {
      await db.update(scheduleSlots).set({ finishedAt: at, error }).where(slotIs(name, slotAt)).run();
    },
    async skip(name, slotAt, reason) {
      const skipped = { status: "skipped", reason, startedAt: null } as const;
      await db.update(scheduleSlots).set(skipped).where(slotIs(name, slotAt)).run();
    },
    slots(name, limit, before) {
      const older = before === undefined ? undefined : lt(scheduleSlots.slotAt, before);
      return db
        .select()
        .from(scheduleSlots)
        .where(and(eq(scheduleSlots.schedule, name), older))
        .orderBy(desc(scheduleSlots.slotAt))
        .limit(limit)
        .all();
    },
    async deleteSlotsBefore(at) {
      // The names let it find the old slots by the primary key.
      const names = db.select({ name: schedules.name }).from(schedules);
      const result = await db
        .delete(scheduleSlots)
        .where(and(inArray(scheduleSlots.schedule, names), lt(scheduleSlots.slotAt, at)))
        .run();
      return result.meta.changes;
    },
  };
}
