/** Schedules and their slots: the words that API, dashboard and programs share (X1, B3). */
import { z } from "zod";

export const SCHEDULE_KINDS = ["cron", "interval", "once"] as const;
export const ScheduleKind = z.enum(SCHEDULE_KINDS);
export type ScheduleKind = z.infer<typeof ScheduleKind>;

/**
 * What happens to slots that nobody ran at their time: `skip` runs none, `once` the newest, `all` up to `catch_up_max`
 * of the newest, oldest first.
 */
export const CATCH_UPS = ["skip", "once", "all"] as const;
export const CatchUp = z.enum(CATCH_UPS);
export type CatchUp = z.infer<typeof CatchUp>;

/** `job`: a job of the platform itself; `task`: creates a task of a kind. */
export const SCHEDULE_TARGETS = ["job", "task"] as const;

/**
 * The answer to a slot. `fired` ran on time and `late` after it; `skipped` was not to run; `missed` should have run and
 * did not, which a backfill makes up for.
 */
export const SLOT_STATUSES = ["fired", "late", "skipped", "missed"] as const;
export const SlotStatus = z.enum(SLOT_STATUSES);
export type SlotStatus = z.infer<typeof SlotStatus>;

/** Why a slot is late, skipped or missed; a slot that fired on time has none. */
export const SLOT_REASONS = [
  /** The run before still went on. */
  "overlap",
  "paused",
  "disabled",
  /** More slots were missed than the schedule makes up for. */
  "catch_up_over",
  /** Its maximum lateness had passed. */
  "max_lateness_over",
  /** No dispatcher ran at its time. */
  "dispatcher_away",
  /** The runs before took so long that more slots waited than may wait, or the task queue took no more. */
  "buffer_full",
  /** The schedule was changed before a dispatcher came. */
  "edited",
  /** A person ran it later, by a backfill. */
  "backfill",
] as const;
export const SlotReason = z.enum(SLOT_REASONS);
export type SlotReason = z.infer<typeof SlotReason>;

/** Maximum number of live schedules, with those of the platform itself, because every one is read every minute. */
export const MAX_SCHEDULES = 200;
export const MIN_PERIOD_S = 60;
export const MAX_PERIOD_S = 366 * 86_400;
export const MAX_CATCH_UP = 100;
/** A slot that starts no later than this is on time, because dispatchers come once a minute. */
export const ON_TIME_MS = 90_000;
export const MAX_LATENESS_S = 366 * 86_400;
/** Maximum number of slots that one backfill runs. */
export const MAX_BACKFILL_SLOTS = 10_000;

export const BACKFILL_STATES = ["running", "done", "cancelled"] as const;
