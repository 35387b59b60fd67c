/** Every minute: who uploaded how much goes from the ledger to ClickHouse. While that is away it waits. */
import type { ScheduledJob } from "../job.ts";

export const exportUploads: ScheduledJob = {
  name: "export-uploads",
  cron: "* * * * *",
  timeZone: "Asia/Shanghai",
  async run({ uploadWatch }, { logger }) {
    const uploads = await uploadWatch.export();
    if (uploads > 0) logger.info("uploads.exported", { uploads });
  },
};
