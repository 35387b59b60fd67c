/**
 * Loads the dictionaries that are due, every minute: the requests of one platform keep its pace, and a load that is
 * refused waits. With nothing to do it reads two indexes of D1.
 */
import type { ScheduledJob } from "../job.ts";

export const loadDictionaries: ScheduledJob = {
  name: "load-dictionaries",
  cron: "* * * * *",
  timeZone: "Asia/Shanghai",
  async run({ dictionaries }, { requestId, logger }) {
    const report = await dictionaries.run(requestId);
    if (report && Object.values(report).some((count) => count > 0))
      logger.info("dictionary.loaded", { ...report });
  },
};
