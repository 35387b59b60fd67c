/** Backfills in D1, and the missed slots that they run. */

import { and, asc, count, desc, eq, gt, inArray, isNull, lte, sql, sum } from "drizzle-orm";
import { removeRows } from "../db/remove-rows.ts";
import { type Database, runBatch } from "../db/run-batch.ts";
import {
  type ScheduleBackfill,
  type ScheduleSlot,
  scheduleBackfills,
  scheduleSlots,
} from "../db/schedule-schema.ts";
import { BY_CLOCK } from "./slot-rows.ts";
import { reachesFrom } from "./slot-store.ts";

/** The slots that a backfill runs. `fromAt` and `toAt` are Unix ms, both inclusive. */
export type BackfillSpan = Pick<ScheduleBackfill, "schedule" | "fromAt" | "toAt" | "withSkipped">;

/** A slot in a row of the ledger, with the slots of the row that lie before and after it. */
export interface SlotOfRow {
  row: ScheduleSlot;
  slot: number;
  before: { to: number; count: number } | null;
  after: { from: number; count: number } | null;
}

export interface BackfillStore {
  create(backfill: ScheduleBackfill): Promise<void>;
  find(id: string): Promise<ScheduleBackfill | null>;
  /** Newest first. */
  list(schedule: string, limit: number): Promise<ScheduleBackfill[]>;
  running(): Promise<ScheduleBackfill[]>;
  /** Lists rows of slots that a backfill would run, oldest first, beginning with the one that holds or follows `after`. */
  rows(span: BackfillSpan, after: number, limit: number): Promise<ScheduleSlot[]>;
  /** Takes one slot out of its row. @returns false when the row has changed meanwhile */
  claim(found: SlotOfRow, backfillId: string, claimedBy: string, at: number): Promise<boolean>;
  /** Finds a slot that it claimed and that was not ended. */
  open(backfill: ScheduleBackfill): Promise<ScheduleSlot | null>;
  passed(id: string, position: number, failed: boolean, at: number): Promise<void>;
  /** Ends it and counts what it ran. @returns false when it has an end */
  end(backfill: ScheduleBackfill, state: "done" | "cancelled", at: number): Promise<boolean>;
  deleteBefore(at: number, dry?: boolean): Promise<number>;
}

export function createBackfillStore(db: Database): BackfillStore {
  return {
    async create(backfill) {
      await db.insert(scheduleBackfills).values(backfill);
    },
    async find(id) {
      return (await db.select().from(scheduleBackfills).where(eq(scheduleBackfills.id, id)).get()) ?? null;
    },
    list: (schedule, limit) =>
      db
        .select()
        .from(scheduleBackfills)
        .where(eq(scheduleBackfills.schedule, schedule))
        .orderBy(desc(scheduleBackfills.createdAt), desc(scheduleBackfills.id))
        .limit(limit)
        .all(),
    running: () =>
      db
        .select()
        .from(scheduleBackfills)
        .where(eq(scheduleBackfills.state, "running"))
        .orderBy(asc(scheduleBackfills.createdAt))
        .all(),
    rows({ schedule, fromAt, toAt, withSkipped }, after, limit) {
      const from = Math.max(fromAt, after + 1);
      return db
        .select()
        .from(scheduleSlots)
        .where(
          and(
            eq(scheduleSlots.schedule, schedule),
            reachesFrom(schedule, from),
            lte(scheduleSlots.slotAt, toAt),
            BY_CLOCK,
            isNull(scheduleSlots.startedAt),
            inArray(scheduleSlots.status, withSkipped ? ["missed", "skipped"] : ["missed"]),
          ),
        )
        .orderBy(asc(scheduleSlots.slotAt))
        .limit(limit)
        .all();
    },
    async claim({ row, slot, before, after }, backfillId, claimedBy, at) {
      const unchanged = sql`schedule = ${row.schedule} and slot_at = ${row.slotAt} and status = ${row.status}
        and started_at is null and to_at is ${row.toAt} and count = ${row.count}`;
      const claimed = sql`status = 'late', reason = 'backfill', detail = null, timing = null, to_at = null, count = 1,
        claimed_by = ${claimedBy}, started_at = ${at}, backfill_id = ${backfillId}`;
      const queries = [];
      if (after)
        queries.push(sql`
          insert into schedule_slots (schedule, slot_at, to_at, count, status, reason, detail, timing, claimed_by)
          select schedule, ${after.from}, ${after.count > 1 ? row.toAt : null}, ${after.count}, status, reason, detail,
            timing, claimed_by
          from schedule_slots where ${unchanged}`);
      if (before)
        queries.push(
          sql`
          insert into schedule_slots (schedule, slot_at, status, reason, claimed_by, started_at, backfill_id)
          select schedule, ${slot}, 'late', 'backfill', ${claimedBy}, ${at}, ${backfillId}
          from schedule_slots where ${unchanged}`,
          sql`
          update schedule_slots set to_at = ${before.count > 1 ? before.to : null}, count = ${before.count}
          where ${unchanged}`,
        );
      else queries.push(sql`update schedule_slots set ${claimed} where ${unchanged}`);
      await runBatch(db, queries);
      const mine = await db
        .select({ claimedBy: scheduleSlots.claimedBy, backfillId: scheduleSlots.backfillId })
        .from(scheduleSlots)
        .where(and(eq(scheduleSlots.schedule, row.schedule), eq(scheduleSlots.slotAt, slot)))
        .get();
      return mine?.claimedBy === claimedBy && mine.backfillId === backfillId;
    },
    async open({ id, schedule, fromAt, toAt }) {
      const row = await db
        .select()
        .from(scheduleSlots)
        .where(
          and(
            eq(scheduleSlots.schedule, schedule),
            sql`${scheduleSlots.slotAt} between ${fromAt} and ${toAt}`,
            eq(scheduleSlots.backfillId, id),
            isNull(scheduleSlots.finishedAt),
          ),
        )
        .get();
      return row ?? null;
    },
    async passed(id, position, failed, at) {
      await db
        .update(scheduleBackfills)
        .set({
          position,
          done: sql`done + ${failed ? 0 : 1}`,
          failed: sql`failed + ${failed ? 1 : 0}`,
          updatedAt: at,
        })
        .where(and(eq(scheduleBackfills.id, id), sql`coalesce(position, 0) < ${position}`));
    },
    async end({ id, schedule, fromAt, toAt }, state, at) {
      // A dispatcher that died between a slot's end and its count is made good here.
      const ran = await db
        .select({ all: count(), failed: sum(sql`error is not null`).mapWith(Number) })
        .from(scheduleSlots)
        .where(
          and(
            eq(scheduleSlots.schedule, schedule),
            sql`${scheduleSlots.slotAt} between ${fromAt} and ${toAt}`,
            eq(scheduleSlots.backfillId, id),
          ),
        )
        .get();
      const failed = ran?.failed ?? 0;
      const result = await db
        .update(scheduleBackfills)
        .set({ state, failed, done: (ran?.all ?? 0) - failed, finishedAt: at, updatedAt: at })
        .where(and(eq(scheduleBackfills.id, id), eq(scheduleBackfills.state, "running")))
        .run();
      return result.meta.changes > 0;
    },
    deleteBefore: (at, dry = false) =>
      removeRows(
        db,
        scheduleBackfills,
        and(gt(scheduleBackfills.finishedAt, 0), lte(scheduleBackfills.finishedAt, at)),
        dry,
      ),
  };
}
