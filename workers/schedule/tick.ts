/**
 * The cron tick. Each slot of a schedule gets one answer, however many dispatchers run and wherever they die (A16, X1):
 * an answer is written only where the ledger still ends as the dispatcher read it.
 */
import { resumeBackfills } from "./backfills.ts";
import type { ScheduledJob } from "./job.ts";
import { runSchedule } from "./run-schedule.ts";
import type { ScheduleServices } from "./schedule-services.ts";

export interface TickReport {
  fired: string[];
  skipped: string[];
  failed: string[];
}

/**
 * Runs what is due, all schedules beside each other, so that one that takes long delays no other, in this tick or the next.
 * @param requestId is written to every log line and to the rows of the claimed slots
 */
export async function tick(
  services: ScheduleServices,
  jobs: readonly ScheduledJob[],
  requestId: string,
): Promise<TickReport> {
  const logger = services.logger.child({ request_id: requestId });
  await services.schedules.ensure(jobs, services.clock.now());
  const states = await services.schedules.states();
  const backfills = resumeBackfills(services, jobs, requestId).catch((error) => {
    logger.error("backfill.not-run", { error: String(error) });
  });
  const outcomes = await Promise.all(
    states.map(async (state) => {
      const scheduleLogger = logger.child({ schedule: state.name });
      try {
        return await runSchedule({ services, jobs, requestId, logger: scheduleLogger }, state);
      } catch (error) {
        // The error must not stop the other schedules, whether it came before or after the claim.
        scheduleLogger.error("schedule.not-run", { error: String(error) });
        return "failed" as const;
      }
    }),
  );
  await backfills;
  const named = (outcome: keyof TickReport) =>
    states.filter((_, index) => outcomes[index] === outcome).map(({ name }) => name);
  const report = { fired: named("fired"), skipped: named("skipped"), failed: named("failed") };
  logger.info("tick.done", { ...report });
  return report;
}
