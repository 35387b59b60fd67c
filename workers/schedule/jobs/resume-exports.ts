/**
 * Wakes exports that stand still and the data set that is being published, every five minutes: their wake-up or their
 * Worker may have been lost.
 */
import type { ScheduledJob } from "../job.ts";

export const resumeExports: ScheduledJob = {
  name: "resume-exports",
  cron: "*/5 * * * *",
  timeZone: "Asia/Shanghai",
  async run({ exports, dataSet }, { logger }) {
    const report = await exports.resume();
    await dataSet.resume();
    if (report.woken > 0 || report.ended > 0) logger.info("exports.resumed", { ...report });
  },
};
