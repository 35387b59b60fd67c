/** Computes the figures without a filter ahead, every five minutes, when job_facts has changed. */
import type { ScheduledJob } from "../job.ts";

export const refreshFigures: ScheduledJob = {
  name: "refresh-figures",
  cron: "*/5 * * * *",
  timeZone: "Asia/Shanghai",
  async run({ figures }, { logger }) {
    const report = await figures.refresh();
    if (report.skipped === null) logger.info("figures.refreshed", { ...report });
  },
};
