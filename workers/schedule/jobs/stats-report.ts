/** Sends the stats report every six hours (A12), after the crawled searches of its last hour were exported. */
import type { ScheduledJob } from "../job.ts";

export const statsReport: ScheduledJob = {
  name: "stats-report",
  cron: "50 */6 * * *",
  timeZone: "Asia/Shanghai",
  async run({ alerts }, { slotAt, requestId, logger }) {
    const receivers = await alerts.report(slotAt);
    // Without a receiver there is nothing to send; what fails here is sent by the next evaluation of the alerts.
    const delivered = receivers === 0 ? null : await alerts.deliver(requestId);
    logger.info("stats-report.done", { receivers, ...delivered });
  },
};
