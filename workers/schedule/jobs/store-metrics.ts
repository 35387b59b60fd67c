/** Puts a reading of all metrics into the history, every five minutes. A sleeping ClickHouse stays asleep. */
import type { ScheduledJob } from "../job.ts";

export const storeMetrics: ScheduledJob = {
  name: "store-metrics",
  cron: "*/5 * * * *",
  timeZone: "Asia/Shanghai",
  async run({ metrics }, { logger }) {
    logger.info("metrics.stored", { ...(await metrics.record()) });
  },
};
