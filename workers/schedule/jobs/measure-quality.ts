/** Measures the quality of the stored rows by the hour, and reports the day before in the first pass of a day. */
import type { ScheduledJob } from "../job.ts";

export const measureQuality: ScheduledJob = {
  name: "measure-quality",
  cron: "26 * * * *",
  timeZone: "Asia/Shanghai",
  async run({ quality }, { requestId, logger }) {
    const report = await quality.measure(requestId);
    if (report.skipped === null) logger.info("quality.measured", { ...report });
    else if (report.skipped !== "current") logger.info("quality.skipped", { reason: report.skipped });
  },
};
