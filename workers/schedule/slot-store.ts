/** The ledger of slots in D1 (X1). */

import { and, desc, eq, gte, inArray, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { SlotReason, SlotStatus } from "../../shared/contracts/schedule.ts";
import { removeRows } from "../db/remove-rows.ts";
import type { Database } from "../db/run-batch.ts";
import { type ScheduleSlot, scheduleSlots, schedules } from "../db/schedule-schema.ts";
import type { ScheduleState } from "./schedule-state.ts";
import { BY_CLOCK, extendTail, insertAnswers, type NewSlot } from "./slot-rows.ts";

/** Says how a run ended. */
interface SlotEnd {
  at: number;
  /** Null when it succeeded. */
  error: string | null;
  taskId?: string | null;
  /** It could not run after all. */
  missed?: SlotReason;
}

export interface SlotFilter {
  status?: readonly SlotStatus[];
  reason?: readonly SlotReason[];
  /** Unix ms, inclusive. */
  from?: number;
  to?: number;
}

/** Number of slots of one schedule in one span of time that got the same answer. */
interface SlotCount {
  schedule: string;
  /** Number of the span, from 0. */
  span: number;
  status: SlotStatus;
  failed: boolean;
  count: number;
}

export interface SlotStore {
  /** @returns false when another dispatcher answered first, or the schedule was changed */
  answer(state: ScheduleState, slots: readonly NewSlot[]): Promise<boolean>;
  /** Adds a run by hand. @returns false when one began in the same millisecond */
  addRun(name: string, slot: NewSlot): Promise<boolean>;
  /** Ends the slot of a dispatcher that died. @returns false when it has an end meanwhile */
  endDead(slot: ScheduleSlot, at: number, error: string): Promise<boolean>;
  /** Ends the run of a slot, unless another dispatcher has taken it over. */
  finish(name: string, slotAt: number, claimedBy: string, end: SlotEnd): Promise<boolean>;
  /** Takes over the slot of a dispatcher that died, to run it again. */
  takeOver(slot: ScheduleSlot, claimedBy: string, at: number): Promise<boolean>;
  /** Lists slots, newest first, strictly before `before` when given. */
  list(name: string, filter: SlotFilter, limit: number, before?: number): Promise<ScheduleSlot[]>;
  find(name: string, slotAt: number): Promise<ScheduleSlot | null>;
  /** Counts the slots by schedule, span of time and answer; rows of several slots are not among them. */
  counts(from: number, spanMs: number): Promise<SlotCount[]>;
  /** Rows of several slots that reach into the time from `from` on. */
  rangesFrom(from: number): Promise<ScheduleSlot[]>;
  /** Deletes old slots, except the newest of each schedule. @returns rows deleted */
  deleteBefore(
    at: number,
    states: readonly Pick<ScheduleState, "name" | "tail">[],
    dry?: boolean,
  ): Promise<number>;
  /** Ends runs that began before `at` and were never ended. @returns how many */
  endAbandoned(at: number, error: string): Promise<number>;
}

/** Maximum number of rows of one insert. D1 takes 100 parameters; a row has nine, the rest of the statement five. */
const ROWS_PER_INSERT = 10;

export function createSlotStore(db: Database): SlotStore {
  const slotIs = (name: string, slotAt: number) =>
    and(eq(scheduleSlots.schedule, name), eq(scheduleSlots.slotAt, slotAt));
  const stillOpen = (slot: ScheduleSlot) =>
    and(
      slotIs(slot.schedule, slot.slotAt),
      eq(scheduleSlots.claimedBy, slot.claimedBy),
      eq(scheduleSlots.attempts, slot.attempts),
      isNull(scheduleSlots.finishedAt),
    );
  const names = () => db.select({ name: schedules.name }).from(schedules);

  return {
    async answer(state, slots) {
      const [first] = slots;
      if (!first) return true;
      if (slots.length > ROWS_PER_INSERT) throw new Error(`${slots.length} answers in one statement`);
      const { tail } = state;
      const continues =
        slots.length === 1 &&
        first.startedAt === null &&
        tail !== null &&
        tail.startedAt === null &&
        tail.status === first.status &&
        tail.reason === first.reason &&
        sameTiming(tail, first) &&
        tail.backfillId === null;
      const query = continues
        ? extendTail(state, {
            ...first,
            toAt: first.toAt ?? first.slotAt,
            count: tail.count + first.count,
            detail: { ...tail.detail, ...first.detail },
          })
        : insertAnswers(state, slots);
      return (await db.run(query)).meta.changes > 0;
    },
    async addRun(name, slot) {
      const result = await db
        .insert(scheduleSlots)
        .values({ ...slot, schedule: name })
        .onConflictDoNothing()
        .run();
      return result.meta.changes > 0;
    },
    async finish(name, slotAt, claimedBy, { at, error, taskId = null, missed }) {
      const result = await db
        .update(scheduleSlots)
        .set(
          missed
            ? { status: "missed", reason: missed, startedAt: null, error }
            : { finishedAt: at, error, ...(taskId !== null && { taskId }) },
        )
        .where(and(slotIs(name, slotAt), eq(scheduleSlots.claimedBy, claimedBy)))
        .run();
      return result.meta.changes > 0;
    },
    async endDead(slot, at, error) {
      const result = await db
        .update(scheduleSlots)
        .set({ finishedAt: at, error })
        .where(stillOpen(slot))
        .run();
      return result.meta.changes > 0;
    },
    async takeOver(slot, claimedBy, at) {
      const result = await db
        .update(scheduleSlots)
        .set({ claimedBy, startedAt: at, attempts: slot.attempts + 1 })
        .where(stillOpen(slot))
        .run();
      return result.meta.changes > 0;
    },
    list(name, { status, reason, from, to }, limit, before) {
      return db
        .select()
        .from(scheduleSlots)
        .where(
          and(
            eq(scheduleSlots.schedule, name),
            before === undefined ? undefined : lt(scheduleSlots.slotAt, before),
            to === undefined ? undefined : lte(scheduleSlots.slotAt, to),
            from === undefined ? undefined : reachesFrom(name, from),
            status && status.length > 0 ? inArray(scheduleSlots.status, [...status]) : undefined,
            reason && reason.length > 0 ? inArray(scheduleSlots.reason, [...reason]) : undefined,
          ),
        )
        .orderBy(desc(scheduleSlots.slotAt))
        .limit(limit)
        .all();
    },
    async find(name, slotAt) {
      return (await db.select().from(scheduleSlots).where(slotIs(name, slotAt)).get()) ?? null;
    },
    counts(from, spanMs) {
      const span = sql<number>`cast((slot_at - ${from}) / ${spanMs} as integer)`;
      const failed = sql<number>`error is not null`;
      return db
        .select({
          schedule: scheduleSlots.schedule,
          span: span.as("span"),
          status: scheduleSlots.status,
          failed: failed.mapWith(Boolean).as("failed"),
          count: sql<number>`count(*)`,
        })
        .from(scheduleSlots)
        .where(
          and(
            inArray(scheduleSlots.schedule, names()),
            gte(scheduleSlots.slotAt, from),
            isNull(scheduleSlots.toAt),
          ),
        )
        .groupBy(scheduleSlots.schedule, sql`span`, scheduleSlots.status, sql`failed`)
        .all();
    },
    rangesFrom(from) {
      // The key finds the rows that begin in the span, and the last row before it of each schedule.
      const before = sql`(select slot_at from schedule_slots where schedule = schedules.name
        and slot_at < ${from} and ${BY_CLOCK} order by slot_at desc limit 1)`;
      return db
        .select()
        .from(scheduleSlots)
        .where(
          and(
            gte(scheduleSlots.toAt, from),
            or(
              and(inArray(scheduleSlots.schedule, names()), gte(scheduleSlots.slotAt, from)),
              sql`(schedule, slot_at) in (select name, ${before} from schedules)`,
            ),
          ),
        )
        .all();
    },
    async deleteBefore(at, states, dry = false) {
      let deleted = 0;
      for (const { name, tail } of states) {
        if (tail === null) continue;
        const old = and(
          eq(scheduleSlots.schedule, name),
          // The newest row says where the schedule goes on.
          lt(scheduleSlots.slotAt, Math.min(at, tail.slotAt)),
          sql`coalesce(to_at, slot_at) < ${at}`,
        );
        deleted += await removeRows(db, scheduleSlots, old, dry);
      }
      return deleted;
    },
    async endAbandoned(at, error) {
      const result = await db
        .update(scheduleSlots)
        .set({ finishedAt: at, error })
        .where(and(isNull(scheduleSlots.finishedAt), lt(scheduleSlots.startedAt, at)))
        .run();
      return result.meta.changes;
    },
  };
}

/** Finds rows from `from` on by the key, and the one before it when it reaches so far. */
export const reachesFrom = (name: string, from: number) =>
  and(
    sql`${scheduleSlots.slotAt} >= coalesce((select slot_at from schedule_slots where schedule = ${name}
      and slot_at < ${from} and ${BY_CLOCK} order by slot_at desc limit 1), ${from})`,
    or(gte(scheduleSlots.slotAt, from), gte(scheduleSlots.toAt, from)),
  );

/** @returns true when the slots of both are enumerated in the same way */
const sameTiming = (tail: ScheduleSlot, next: NewSlot): boolean =>
  tail.timing !== null && JSON.stringify(tail.timing) === JSON.stringify(next.timing);
