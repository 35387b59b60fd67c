/**
 * The cron tick. Each slot of a schedule is claimed once, however many dispatchers run (A16): the claim is the insert
 * of its row in D1. Only the newest due slot runs; older ones are recorded as skipped, with the reason (X1).
 */

import type { Logger } from "../../shared/log.ts";
import type { Schedule } from "../db/schema.ts";
import { withLock } from "../with-lock.ts";
import { dueSlots } from "./due-slots.ts";
import type { ScheduledJob } from "./job.ts";
import type { ScheduleServices } from "./schedule-services.ts";

/** A slot that starts more than this after its time is marked late. */
const LATE_AFTER_MS = 90_000;

export interface TickReport {
  fired: string[];
  skipped: string[];
  failed: string[];
}

/**
 * @param requestId is written to every log line and to the rows of the claimed slots
 */
export async function tick(
  services: ScheduleServices,
  jobs: readonly ScheduledJob[],
  requestId: string,
): Promise<TickReport> {
  const logger = services.logger.child({ request_id: requestId });
  const now = services.clock.now();
  const rows = await services.schedules.ensure(jobs, now);
  const outcomes = await Promise.all(
    jobs.map(async (job) => {
      const row = rows.find((candidate) => candidate.name === job.name);
      if (!row?.enabled) return null;
      const jobLogger = logger.child({ schedule: job.name });
      try {
        return await runDue(services, job, row, now, requestId, jobLogger);
      } catch (error) {
        // The error must not stop the other jobs, whether it came before or after the claim.
        jobLogger.error("schedule.not-run", { error: String(error) });
        return "failed" as const;
      }
    }),
  );
  const named = (outcome: keyof TickReport) =>
    jobs.filter((_, index) => outcomes[index] === outcome).map(({ name }) => name);
  const report = { fired: named("fired"), skipped: named("skipped"), failed: named("failed") };
  logger.info("tick.done", { ...report });
  return report;
}

async function runDue(
  services: ScheduleServices,
  job: ScheduledJob,
  row: Schedule,
  now: number,
  requestId: string,
  logger: Logger,
): Promise<keyof TickReport | null> {
  // The first slot of a new schedule may be the minute in which its row was inserted.
  const last = (await services.schedules.lastSlot(job.name)) ?? row.createdAt - 60_000;
  const due = dueSlots(job.cron, job.timeZone, last, now);
  if (due.latest === null) return null;
  for (const slotAt of due.missed) {
    await services.schedules.claim({
      schedule: job.name,
      slotAt,
      status: "skipped",
      reason: "no tick ran at its time; only the newest slot runs",
      claimedBy: requestId,
      startedAt: null,
    });
  }
  return runSlot(services, job, due.latest, requestId, logger);
}

/**
 * Claims one slot and runs its job.
 * @returns null when another dispatcher has the slot
 */
export async function runSlot(
  services: ScheduleServices,
  job: ScheduledJob,
  slotAt: number,
  requestId: string,
  logger: Logger,
): Promise<keyof TickReport | null> {
  const startedAt = services.clock.now();
  const lateMs = startedAt - slotAt;
  const late = lateMs > LATE_AFTER_MS;
  const mine = await services.schedules.claim({
    schedule: job.name,
    slotAt,
    status: late ? "late" : "fired",
    reason: late ? `started ${Math.round(lateMs / 1000)} s after its time` : null,
    claimedBy: requestId,
    startedAt,
  });
  if (!mine) return null;
  let error: string | null = null;
  try {
    const heldBy = await runAlone(services, job, slotAt, requestId, logger);
    if (heldBy !== null) {
      await services.schedules.skip(job.name, slotAt, `the run before (${heldBy}) still goes on`);
      return "skipped";
    }
  } catch (thrown) {
    error = String(thrown);
    logger.error("schedule.failed", { slot_at: slotAt, error });
  }
  await services.schedules.finish(job.name, slotAt, services.clock.now(), error);
  return error === null ? "fired" : "failed";
}

/**
 * Runs the job under its lock, so that it does not overlap with the run of an earlier slot.
 * @returns the holder of the lock when the job could not run; null when it ran
 */
async function runAlone(
  services: ScheduleServices,
  job: ScheduledJob,
  slotAt: number,
  requestId: string,
  logger: Logger,
): Promise<string | null> {
  const lock = services.lock(`schedule:${job.name}`);
  const { heldBy } = await withLock(lock, requestId, logger, () =>
    job.run(services, { slotAt, requestId, logger }),
  );
  return heldBy;
}
