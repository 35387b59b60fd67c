/** Brings the table for search and figures up to date every minute, when something was stored. */
import type { ScheduledJob } from "../job.ts";

export const refreshJobFacts: ScheduledJob = {
  name: "refresh-job-facts",
  cron: "* * * * *",
  timeZone: "Asia/Shanghai",
  async run({ jobFacts }, { requestId, logger }) {
    const report = await jobFacts.refresh(requestId);
    if (report.skipped === null) logger.info("facts.refreshed", { ...report });
    else if (report.skipped !== "current") logger.info("facts.skipped", { reason: report.skipped });
  },
};
