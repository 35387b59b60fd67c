/** Publishes a snapshot of the data set, on Mondays at 03:10 China time (X20). */
import type { ScheduledJob } from "../job.ts";

export const publishDataSet: ScheduledJob = {
  name: "publish-data-set",
  cron: "10 3 * * 1",
  timeZone: "Asia/Shanghai",
  async run({ dataSet }, { requestId, logger }) {
    const day = await dataSet.start(requestId);
    logger.info("data-set.begun", { day });
  },
};
