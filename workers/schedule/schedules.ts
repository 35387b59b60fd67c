/** Schedules for the API: read, changed and run by hand. */
import { MAX_SCHEDULES, type SlotStatus } from "../../shared/contracts/schedule.ts";
import { nextSlots, slotsBetween } from "../../shared/domain/schedule/slots.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import { assertDeleted, assertNotDeleted } from "../../shared/errors/validation.ts";
import { MINUTE_MS } from "../../shared/time.ts";
import type { Schedule, ScheduleSlot } from "../db/schedule-schema.ts";
import { withLock } from "../with-lock.ts";
import type { DryRunLine, ScheduledJob } from "./job.ts";
import type { SlotRange } from "./plan-slots.ts";
import { answersOf, endDead, runClaimed } from "./run-schedule.ts";
import type { ScheduleServices } from "./schedule-services.ts";
import type { ScheduleState } from "./schedule-state.ts";
import { type JobDefaults, type ScheduleChange, tooManySchedules } from "./schedule-store.ts";
import type { SlotFilter } from "./slot-store.ts";
import { answeredUntil, stoppedBy, TIMING_COLUMNS, timingOf } from "./timing.ts";

export interface ScheduleInfo extends ScheduleState {
  /** The next slots, Unix ms; empty while it is stopped. */
  next: number[];
  /** What a deploy would set; null for schedules of people and for jobs that this deployment lacks. */
  defaults: JobDefaults | null;
  /** Its job is part of this deployment; true for tasks. */
  hasTarget: boolean;
}

/** The columns that a person sets. */
export type ScheduleFields = Pick<
  Schedule,
  | (typeof TIMING_COLUMNS)[number]
  | "title"
  | "enabled"
  | "catchUp"
  | "catchUpMax"
  | "maxLatenessS"
  | "rerun"
  | "taskKind"
  | "taskInput"
  | "taskCreator"
>;

/** Number of answers in one span of time, by status; `failed` counts runs that ended with an error. */
type StripSpan = Partial<Record<SlotStatus | "failed", number>>;

interface Strips {
  from: number;
  spanMs: number;
  /** The spans of each schedule, by their number from 0; spans without slots are missing. */
  schedules: Map<string, Map<number, StripSpan>>;
}

export interface Schedules {
  /** Lists the schedules in the order of their names, without deleted ones. */
  list(): Promise<ScheduleInfo[]>;
  /** @throws ApiError not_found */
  show(name: string): Promise<ScheduleInfo>;
  /** Newest first, strictly before `before` (Unix ms) when given. @throws ApiError not_found */
  slots(name: string, filter: SlotFilter, limit: number, before?: number): Promise<ScheduleSlot[]>;
  /** Counts how the slots of all schedules ended, in spans of equal length until now. */
  strips(spans: number, spanMs: number): Promise<Strips>;
  /** @throws ApiError conflict */
  create(name: string, fields: ScheduleFields, by: string): Promise<ScheduleInfo>;
  /** @throws ApiError not_found, invalid_state for a deleted one, or conflict when others change it all the time */
  update(name: string, change: (current: Schedule) => Partial<ScheduleFields>): Promise<ScheduleInfo>;
  pause(name: string): Promise<ScheduleInfo>;
  resume(name: string): Promise<ScheduleInfo>;
  /** Sets times and policy of a job of the platform to those of the code. */
  reset(name: string): Promise<ScheduleInfo>;
  /** @throws ApiError invalid_state for a job of the platform, which can be disabled */
  remove(name: string): Promise<ScheduleInfo>;
  restore(name: string): Promise<ScheduleInfo>;
  /** Says what a run of the job would delete now. @throws ApiError not_found, invalid_state for a job without a dry run */
  dryRun(name: string): Promise<DryRunLine[]>;
  /** Runs the target once now. @returns its slot @throws ApiError not_found */
  run(name: string, requestId: string): Promise<ScheduleSlot>;
}

const SHOWN_SLOTS = 5;
/** A second try nearly always succeeds, because others claim a slot at most once a minute. */
const MAX_TRIES = 5;
/** Deploys leave a job alone in which one of these was changed. */
const EDITED_FIELDS = [...TIMING_COLUMNS, "catchUp", "catchUpMax", "maxLatenessS", "rerun"] as const;
const DEFAULT_POLICY = { catchUp: "once", catchUpMax: null, maxLatenessS: null, rerun: false } as const;

export function createSchedules(services: ScheduleServices, jobs: readonly ScheduledJob[]): Schedules {
  const { schedules, slots, clock } = services;

  const infoOf = (state: ScheduleState): ScheduleInfo => {
    const job = state.target === "job" ? jobs.find(({ name }) => name === state.name) : undefined;
    const hasTarget = state.target === "task" || job !== undefined;
    const runs = hasTarget && state.deletedAt === null && stoppedBy(state) === null;
    return {
      ...state,
      next: runs ? nextSlots(timingOf(state), clock.now(), SHOWN_SLOTS) : [],
      defaults: job ? { name: job.name, cron: job.cron, timeZone: job.timeZone } : null,
      hasTarget,
    };
  };
  const find = async (name: string): Promise<ScheduleState> => {
    const state = await schedules.state(name);
    if (state) return state;
    // A new job has its row from the first tick after the deploy.
    await schedules.ensure(jobs, clock.now());
    const made = await schedules.state(name);
    if (!made) throw new ApiError("not_found", `no schedule ${name}`);
    return made;
  };
  const change = async (
    name: string,
    changed: (state: ScheduleState) => ScheduleChange,
    { deleted = false } = {},
  ): Promise<ScheduleInfo> => {
    for (let at = 0; at < MAX_TRIES; at++) {
      const state = await find(name);
      if (deleted) assertDeleted(name, state);
      else assertNotDeleted(name, state);
      const set = changed(state);
      const now = clock.now();
      const retimed = TIMING_COLUMNS.some((field) => differs(state, set, field));
      const answers = deleted ? [] : leftOver(state, { ...state, ...set }, retimed, now);
      const since = retimed ? { since: now } : {};
      const rows = answersOf({ requestId: "edit" }, state, answers, null);
      if (await schedules.change(state, { ...since, ...set, updatedAt: now }, rows))
        return infoOf(await find(name));
    }
    throw new ApiError("conflict", `${name} is being changed by others; try again`);
  };

  return {
    async list() {
      await schedules.ensure(jobs, clock.now());
      return (await schedules.states()).filter(({ deletedAt }) => deletedAt === null).map(infoOf);
    },
    show: async (name) => infoOf(await find(name)),
    async slots(name, filter, limit, before) {
      await find(name);
      return slots.list(name, filter, limit, before);
    },
    async strips(spans, spanMs) {
      const from = (Math.floor(clock.now() / spanMs) + 1 - spans) * spanMs;
      const [counts, ranges] = await Promise.all([slots.counts(from, spanMs), slots.rangesFrom(from)]);
      const strips: Strips = { from, spanMs, schedules: new Map() };
      const add = (schedule: string, span: number, kind: keyof StripSpan, count: number) => {
        const of = strips.schedules.get(schedule) ?? new Map<number, StripSpan>();
        strips.schedules.set(schedule, of);
        const counted = of.get(span) ?? {};
        of.set(span, counted);
        counted[kind] = (counted[kind] ?? 0) + count;
      };
      for (const { schedule, span, status, failed, count } of counts)
        add(schedule, span, failed ? "failed" : status, count);
      for (const { schedule, status, timing, slotAt, toAt } of ranges)
        if (timing !== null && toAt !== null)
          for (const slot of slotsBetween(timing, Math.max(slotAt, from) - 1, toAt))
            add(schedule, Math.floor((slot - from) / spanMs), status, 1);
      return strips;
    },
    async create(name, fields, by) {
      const now = clock.now();
      await schedules.create({
        ...fields,
        name,
        target: "task",
        ...{ pausedAt: null, since: now, revision: 0, editedAt: null },
        ...{ createdBy: by, createdAt: now, updatedAt: now, deletedAt: null },
      });
      return infoOf(await find(name));
    },
    update: (name, wanted) =>
      change(name, (state) => {
        const set = wanted(state);
        const isEdited = state.target === "job" && EDITED_FIELDS.some((field) => differs(state, set, field));
        return { ...set, ...(isEdited && { editedAt: clock.now() }) };
      }),
    pause: (name) =>
      change(name, ({ pausedAt }) => {
        if (pausedAt !== null) throw new ApiError("invalid_state", `${name} is paused already`);
        return { pausedAt: clock.now() };
      }),
    resume: (name) =>
      change(name, ({ pausedAt }) => {
        if (pausedAt === null) throw new ApiError("invalid_state", `${name} is not paused`);
        return { pausedAt: null };
      }),
    reset: (name) =>
      change(name, (state) => {
        const job = jobs.find((one) => one.name === name);
        if (state.target !== "job" || !job)
          throw new ApiError("invalid_state", `${name} is no job of this deployment and has no default`);
        const { cron, timeZone } = job;
        const timing = { kind: "cron", cron, timeZone, everyS: null, startAt: null } as const;
        return { ...timing, ...DEFAULT_POLICY, title: null, enabled: true, editedAt: null };
      }),
    remove: (name) =>
      change(name, (state) => {
        if (state.target === "job" && jobs.some((job) => job.name === name))
          throw new ApiError("invalid_state", `${name} is a job of the platform; disable it instead`);
        return { deletedAt: clock.now() };
      }),
    async restore(name) {
      const live = (await schedules.states()).filter(({ deletedAt }) => deletedAt === null);
      if (live.length >= MAX_SCHEDULES) throw tooManySchedules();
      // The time while it was deleted has no slots.
      return change(name, () => ({ deletedAt: null, since: clock.now() }), { deleted: true });
    },
    async dryRun(name) {
      await find(name);
      const job = jobs.find((one) => one.name === name);
      if (!job?.dryRun) throw new ApiError("invalid_state", `${name} has no dry run`);
      return job.dryRun(services, clock.now());
    },
    async run(name, requestId) {
      const state = await find(name);
      assertNotDeleted(name, state);
      const logger = services.logger.child({ request_id: requestId, schedule: name });
      const dispatch = { services, jobs, requestId, logger };
      const now = clock.now();
      // Slots by the clock lie on whole minutes, so a run by hand must not.
      let slotAt = now % MINUTE_MS === 0 ? now + 1 : now;
      const slot = { toAt: null, count: 1, timing: null, claimedBy: requestId, detail: null } as const;
      const { heldBy } = await withLock(services.lock(`schedule:${name}`), requestId, logger, async () => {
        const { lastRun = null } = (await schedules.state(name)) ?? {};
        if (lastRun !== null && lastRun.finishedAt === null) await endDead(dispatch, state, lastRun);
        const startedAt = clock.now();
        while (!(await slots.addRun(name, { ...slot, slotAt, status: "fired", reason: null, startedAt })))
          slotAt++;
        await runClaimed(dispatch, state, slotAt);
      });
      if (heldBy !== null) {
        const skipped = { status: "skipped", reason: "overlap", startedAt: null } as const;
        while (!(await slots.addRun(name, { ...slot, ...skipped, slotAt, detail: { held_by: heldBy } })))
          slotAt++;
      }
      const ran = await slots.find(name, slotAt);
      if (!ran) throw new ApiError("internal", "the slot is gone");
      return ran;
    },
  };
}

const differs = (state: Schedule, set: Partial<Schedule>, field: (typeof EDITED_FIELDS)[number]): boolean =>
  field in set && set[field] !== state[field];

/** @returns answers to slots that were due before a change and that it takes away from the dispatcher */
function leftOver(before: ScheduleState, after: Schedule, retimed: boolean, now: number): SlotRange[] {
  const stopped = stoppedBy(before);
  const isStarted = stopped !== null && (stoppedBy(after) !== stopped || after.deletedAt !== null);
  if (!retimed && !isStarted && after.deletedAt === null) return [];
  const range: SlotRange = {
    ...{ from: 0, to: 0, count: 0 },
    status: stopped ? "skipped" : "missed",
    reason: stopped ?? "edited",
  };
  for (const slot of slotsBetween(timingOf(before), answeredUntil(before), now)) {
    if (range.count++ === 0) range.from = slot;
    range.to = slot;
  }
  return range.count === 0 ? [] : [range];
}
