/** Every 5 minutes: spool objects that no ledger knows (a crash between the two writes) are registered. */
import type { ScheduledJob } from "../job.ts";

export const sweepSpool: ScheduledJob = {
  name: "sweep-spool",
  cron: "*/5 * * * *",
  timeZone: "Asia/Shanghai",
  async run(services, { logger }) {
    logger.info("spool.swept", { ...(await services.spool.sweep()) });
  },
};
