/** Decides by the hour, after the export of the crawls, which postings were closed, reopened or changed. */
import type { ScheduledJob } from "../job.ts";

export const refreshLife: ScheduledJob = {
  name: "refresh-life",
  cron: "51 * * * *",
  timeZone: "Asia/Shanghai",
  async run({ jobLives }, { requestId, logger }) {
    const report = await jobLives.refresh(requestId);
    if (report.skipped === null) logger.info("life.refreshed", { ...report });
    else if (report.skipped !== "current") logger.info("life.skipped", { reason: report.skipped });
  },
};
