/** Schedules in D1, each with what its ledger ends with. */
import { and, eq, lt, sql } from "drizzle-orm";
import { MAX_SCHEDULES } from "../../shared/contracts/schedule.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import { fieldConflict } from "../../shared/errors/validation.ts";
import { MINUTE_MS } from "../../shared/time.ts";
import { assertInBatch } from "../db/conditions.ts";
import { type Database, runBatch } from "../db/run-batch.ts";
import {
  type Schedule,
  type ScheduleSlot,
  scheduleBackfills,
  scheduleSlots,
  schedules,
} from "../db/schedule-schema.ts";
import { writeBatch } from "../db/write-batch.ts";
import { endOf, type ScheduleState } from "./schedule-state.ts";
import { BY_CLOCK, insertAnswers, type NewSlot, tailEnd } from "./slot-rows.ts";

/** The columns that a change of a schedule sets. */
export type ScheduleChange = Partial<Omit<Schedule, "name" | "revision" | "createdAt" | "createdBy">>;

/** Says when a job of the platform runs, unless somebody edited it. */
export interface JobDefaults {
  name: string;
  cron: string;
  timeZone: string;
}

export interface ScheduleStore {
  /** Creates the rows of new jobs, and brings those up to date that nobody edited. */
  ensure(jobs: readonly JobDefaults[], now: number): Promise<void>;
  /** Reads all schedules in the order of their names, deleted ones too. */
  states(): Promise<ScheduleState[]>;
  /** Null for an unknown schedule; a deleted one is known. */
  state(name: string): Promise<ScheduleState | null>;
  /** @throws ApiError conflict when the name is taken, or there are as many as there may be */
  create(schedule: Schedule): Promise<void>;
  /**
   * Changes a schedule and answers slots that were due before, in one step.
   * @returns false when it was changed, or a slot claimed, since `state` was read
   */
  change(state: ScheduleState, change: ScheduleChange, answers: readonly NewSlot[]): Promise<boolean>;
  /** Deletes schedules that were deleted before `at`, with their slots. @returns how many */
  purgeDeletedBefore(at: number, dry?: boolean): Promise<number>;
}

export const tooManySchedules = (): ApiError =>
  new ApiError("conflict", `there are ${MAX_SCHEDULES} schedules already; remove one first`);

/** JSON of the row of a slot, with the names of `ScheduleSlot`. */
const SLOT_JSON = sql.raw(`json_object('schedule', schedule, 'slotAt', slot_at, 'toAt', to_at, 'count', count,
  'status', status, 'reason', reason, 'detail', json(detail), 'timing', json(timing), 'claimedBy', claimed_by,
  'startedAt', started_at, 'finishedAt', finished_at, 'error', error, 'attempts', attempts, 'taskId', task_id,
  'backfillId', backfill_id)`);
/** Number of the newest slots among which the newest run is looked for. */
const LOOK_BACK = 8;

const tail = sql<string | null>`(
  select ${SLOT_JSON} from schedule_slots where schedule = schedules.name and ${BY_CLOCK}
  order by slot_at desc limit 1)`;
const lastRun = sql<string | null>`(
  select ${SLOT_JSON} from (
    select * from schedule_slots where schedule = schedules.name order by slot_at desc limit ${sql.raw(String(LOOK_BACK))})
  where started_at is not null order by slot_at desc limit 1)`;

const slotOf = (json: string | null): ScheduleSlot | null =>
  json === null ? null : (JSON.parse(json) as ScheduleSlot);

export function createScheduleStore(db: Database): ScheduleStore {
  const selected = () => db.select({ schedule: schedules, tail, lastRun }).from(schedules);
  const stateOf = (row: {
    schedule: Schedule;
    tail: string | null;
    lastRun: string | null;
  }): ScheduleState => ({
    ...row.schedule,
    tail: slotOf(row.tail),
    lastRun: slotOf(row.lastRun),
  });

  return {
    async ensure(jobs, now) {
      const rows = await db.select().from(schedules).all();
      const known = new Map(rows.map((row) => [row.name, row]));
      for (const { name, cron, timeZone } of jobs) {
        const row = known.get(name);
        if (!row)
          await db
            .insert(schedules)
            // Its first slot may be the minute in which its row is inserted.
            .values({ name, cron, timeZone, since: startOfMinute(now) - 1, createdAt: now, updatedAt: now })
            .onConflictDoNothing();
        else if (row.editedAt === null && (row.cron !== cron || row.timeZone !== timeZone))
          await db
            .update(schedules)
            .set({ cron, timeZone, updatedAt: now, revision: row.revision + 1 })
            .where(and(eq(schedules.name, name), eq(schedules.revision, row.revision)));
      }
    },
    async states() {
      return (await selected().orderBy(schedules.name).all()).map(stateOf);
    },
    async state(name) {
      const row = await selected().where(eq(schedules.name, name)).get();
      return row ? stateOf(row) : null;
    },
    async create(schedule) {
      const fits = sql`(select count(*) from schedules where deleted_at is null) <= ${MAX_SCHEDULES}`;
      await writeBatch(db, [db.insert(schedules).values(schedule), assertInBatch(fits)], {
        taken: () => fieldConflict("name", "is taken, perhaps by a deleted schedule"),
        asserted: tooManySchedules,
      });
    },
    async change(state, change, answers) {
      const last = answers.at(-1);
      const end = last ? (last.toAt ?? last.slotAt) : endOf(state);
      const update = db
        .update(schedules)
        .set({ ...change, revision: state.revision + 1 })
        .where(
          and(
            eq(schedules.name, state.name),
            eq(schedules.revision, state.revision),
            sql`${tailEnd(state.name)} is ${end}`,
          ),
        );
      await runBatch(db, answers.length > 0 ? [insertAnswers(state, answers), update] : [update]);
      const after = await db
        .select({ revision: schedules.revision })
        .from(schedules)
        .where(eq(schedules.name, state.name))
        .get();
      return after?.revision === state.revision + 1;
    },
    async purgeDeletedBefore(at, dry = false) {
      const gone = await db
        .select({ name: schedules.name })
        .from(schedules)
        .where(lt(schedules.deletedAt, at))
        .all();
      for (const { name } of dry ? [] : gone)
        await runBatch(db, [
          db.delete(scheduleSlots).where(eq(scheduleSlots.schedule, name)),
          db.delete(scheduleBackfills).where(eq(scheduleBackfills.schedule, name)),
          db.delete(schedules).where(eq(schedules.name, name)),
        ]);
      return gone.length;
    },
  };
}

const startOfMinute = (at: number) => Math.floor(at / MINUTE_MS) * MINUTE_MS;
