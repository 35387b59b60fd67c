/**
 * Wakes exports and re-cleans that stand still and the data set that is being published, every five minutes: their wake-up
 * or their Worker may have been lost.
 */
import type { ScheduledJob } from "../job.ts";

export const resumeExports: ScheduledJob = {
  name: "resume-exports",
  cron: "*/5 * * * *",
  timeZone: "Asia/Shanghai",
  async run({ exports, recleans, dataSet }, { logger }) {
    const report = await exports.resume();
    const recleansWoken = await recleans.resume();
    await dataSet.resume();
    if (report.woken > 0 || report.ended > 0) logger.info("exports.resumed", { ...report });
    if (recleansWoken > 0) logger.info("recleans.resumed", { woken: recleansWoken });
  },
};
