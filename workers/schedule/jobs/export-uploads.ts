/** Exports the ledger's upload log to ClickHouse, every minute. While ClickHouse is down the log waits in the ledger. */
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
