/** Registers spool objects that the ledger does not know after a crash between the two writes, every 5 minutes. */
import type { ScheduledJob } from "../job.ts";

export const sweepSpool: ScheduledJob = {
  name: "sweep-spool",
  cron: "*/5 * * * *",
  timeZone: "Asia/Shanghai",
  async run(services, { logger }) {
    logger.info("spool.swept", { ...(await services.spool.sweep()) });
  },
};
