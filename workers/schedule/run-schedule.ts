/**
 * Runs one schedule in one tick. A run holds the schedule's lock from before its claim until after its end, so that a slot
 * that was begun and not ended while nobody holds the lock is one whose dispatcher died.
 */
import type { SlotReason } from "../../shared/contracts/schedule.ts";
import type { Logger } from "../../shared/log.ts";
import { HOUR_MS, MINUTE_MS } from "../../shared/time.ts";
import type { ScheduleSlot } from "../db/schedule-schema.ts";
import { withLock } from "../with-lock.ts";
import type { ScheduledJob } from "./job.ts";
import { planSlots, type SlotPlan, type SlotRange } from "./plan-slots.ts";
import { BufferFullError, DISPATCHER_DIED, runTarget } from "./run-target.ts";
import type { ScheduleServices } from "./schedule-services.ts";
import type { ScheduleState } from "./schedule-state.ts";
import type { NewSlot } from "./slot-rows.ts";
import { answeredUntil, policyOf, stoppedBy, timingOf } from "./timing.ts";

/** A stopped schedule answers its slots this often, so that it writes a row an hour instead of one a slot. */
const STOPPED_EVERY_MS = HOUR_MS;
/** One tick makes up for missed slots for this long; the next one goes on. A cron invocation may take 15 minutes. */
const MAX_CATCH_UP_MS = 5 * MINUTE_MS;
/** A slot whose dispatchers die is started at most this often, because it may be what kills them. */
const MAX_ATTEMPTS = 3;

export type SlotOutcome = "fired" | "skipped" | "failed";

export interface Dispatch {
  services: ScheduleServices;
  jobs: readonly ScheduledJob[];
  requestId: string;
  logger: Logger;
}

/** @returns what became of the newest slot that this tick answered; null when there was nothing to do */
export async function runSchedule(dispatch: Dispatch, state: ScheduleState): Promise<SlotOutcome | null> {
  const { services, requestId, logger } = dispatch;
  const lock = services.lock(`schedule:${state.name}`);
  const open = state.lastRun !== null && state.lastRun.finishedAt === null ? state.lastRun : null;
  const busy = open !== null && (await lock.status())?.owner === open.claimedBy;
  const plan = plannedFor(dispatch, state, busy, state.lastRun?.finishedAt ?? 0);
  const [first] = plan.answered;
  if (plan.run === null && (busy || open === null)) {
    if (!first || isEarly(dispatch, state, first)) return null;
    const written = await services.slots.answer(state, answersOf(dispatch, state, plan.answered, open));
    return written ? "skipped" : null;
  }
  const held = await withLock(lock, requestId, logger, async () => {
    const ended = open && (await endDead(dispatch, state, open));
    return (await runDue(dispatch, state)) ?? ended;
  });
  // The holder of the lock is about to claim the slot, or runs one by hand; the next tick finds what it left.
  return held.heldBy === null ? held.value : null;
}

/** Whether a stopped schedule has answered its slots within the last hour. */
const isEarly = ({ services }: Dispatch, state: ScheduleState, first: SlotRange): boolean =>
  stoppedBy(state) !== null && services.clock.now() - first.from < STOPPED_EVERY_MS;

function plannedFor(
  { services, jobs }: Dispatch,
  state: ScheduleState,
  busy: boolean,
  busyUntil: number,
): SlotPlan {
  const isGone = state.target === "job" && !jobs.some(({ name }) => name === state.name);
  // A deleted schedule has no slots; what it ran before may still have to be ended.
  if (state.deletedAt !== null) return { answered: [], run: null, late: null };
  return planSlots({
    timing: timingOf(state),
    policy: policyOf(state),
    after: answeredUntil(state),
    now: services.clock.now(),
    stopped: isGone ? "disabled" : stoppedBy(state),
    busy,
    busyUntil,
  });
}

/** Ends the slot of a dispatcher that died, or runs it again. The caller holds the lock. */
export async function endDead(
  dispatch: Dispatch,
  state: ScheduleState,
  slot: ScheduleSlot,
): Promise<SlotOutcome | null> {
  const { services, requestId, logger } = dispatch;
  logger.error("schedule.dispatcher-died", { slot_at: slot.slotAt, claimed_by: slot.claimedBy });
  const again = state.rerun && slot.attempts < MAX_ATTEMPTS && state.deletedAt === null;
  if (!again) {
    const at = services.clock.now();
    const times = slot.attempts > 1 ? `, ${slot.attempts} times` : "";
    return (await services.slots.endDead(slot, at, DISPATCHER_DIED + times)) ? "failed" : null;
  }
  if (!(await services.slots.takeOver(slot, requestId, services.clock.now()))) return null;
  return runClaimed(dispatch, state, slot.slotAt, true);
}

/** Runs the slots that are due, one after the other. The caller holds the lock. */
export async function runDue(dispatch: Dispatch, state: ScheduleState): Promise<SlotOutcome | null> {
  const { services, requestId } = dispatch;
  const { clock, slots } = services;
  const until = clock.now() + MAX_CATCH_UP_MS;
  let current = state;
  let busyUntil = state.lastRun?.finishedAt ?? 0;
  let outcome: SlotOutcome | null = null;
  do {
    const plan = plannedFor(dispatch, current, false, busyUntil);
    if (plan.run === null && plan.answered[0] && isEarly(dispatch, current, plan.answered[0])) return outcome;
    const answers = answersOf(dispatch, current, plan.answered, null);
    if (plan.run !== null) {
      const away = plan.late === "dispatcher_away" ? awayFor(current, plan.run) : null;
      const startedAt = clock.now();
      const status = plan.late ? "late" : "fired";
      const claim = { slotAt: plan.run, toAt: null, count: 1, status, reason: plan.late } as const;
      answers.push({ ...claim, detail: away, timing: null, claimedBy: requestId, startedAt });
    }
    const last = answers.at(-1);
    if (!last || !(await slots.answer(current, answers))) return outcome;
    if (plan.run === null) return "skipped";
    outcome = await runClaimed(dispatch, current, plan.run);
    busyUntil = clock.now();
    current = { ...current, tail: { ...current.tail, ...last, schedule: current.name } as ScheduleSlot };
  } while (clock.now() < until);
  return outcome;
}

/**
 * Runs what a claimed slot stands for and writes down how it ended. The caller holds the lock and the claim.
 * @param again true when a dispatcher that died may have run it already; such a slot cannot be missed
 */
export async function runClaimed(
  dispatch: Dispatch,
  state: ScheduleState,
  slotAt: number,
  again = false,
): Promise<SlotOutcome> {
  const { services, jobs, requestId, logger } = dispatch;
  const { clock, slots } = services;
  let error: string | null = null;
  let taskId: string | null = null;
  let missed: SlotReason | undefined;
  try {
    taskId = await runTarget(services, jobs, state, { slotAt, requestId, logger });
  } catch (thrown) {
    if (thrown instanceof BufferFullError && !again) missed = "buffer_full";
    error = String(thrown).slice(0, MAX_ERROR_CHARS);
    logger.error("schedule.failed", { slot_at: slotAt, error });
  }
  const end = { at: clock.now(), error, taskId, ...(missed && { missed }) };
  if (!(await slots.finish(state.name, slotAt, requestId, end)))
    logger.warn("schedule.taken-over", { slot_at: slotAt });
  return error === null ? "fired" : "failed";
}

/** Maximum length of a stored error, because a job's message may quote what others sent. */
const MAX_ERROR_CHARS = 2000;

/** @returns rows of the ledger for slots that do not run */
export function answersOf(
  { requestId }: Pick<Dispatch, "requestId">,
  state: ScheduleState,
  ranges: readonly SlotRange[],
  open: ScheduleSlot | null,
): NewSlot[] {
  const timing = timingOf(state);
  return ranges.map(({ from, to, count, status, reason }) => ({
    slotAt: from,
    toAt: count > 1 ? to : null,
    count,
    status,
    reason,
    detail:
      reason === "overlap" && open
        ? { held_by: open.claimedBy }
        : status === "missed"
          ? awayFor(state, to)
          : null,
    timing,
    claimedBy: requestId,
    startedAt: null,
  }));
}

/** @returns the time without a dispatcher: from the last answer of the schedule until this slot at least */
const awayFor = (state: ScheduleState, slot: number) => ({ away_from: answeredUntil(state), away_to: slot });
