/** Finds the same job elsewhere for postings that changed, every five minutes, when job_facts was refreshed meanwhile. */
import type { ScheduledJob } from "../job.ts";

export const matchJobs: ScheduledJob = {
  name: "match-jobs",
  cron: "*/5 * * * *",
  timeZone: "Asia/Shanghai",
  async run({ jobMatches }, { requestId, logger }) {
    const report = await jobMatches.run(requestId);
    if (report.skipped === null) logger.info("jobs.matched", { ...report });
    else if (report.skipped === "running elsewhere")
      logger.info("jobs.match-skipped", { reason: report.skipped });
  },
};
