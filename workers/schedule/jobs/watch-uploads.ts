/** Runs the upload watch every 10 minutes, 3 minutes after a window ends, so that its uploads are exported (A14). */
import type { ScheduledJob } from "../job.ts";

export const watchUploads: ScheduledJob = {
  name: "watch-uploads",
  cron: "3-59/10 * * * *",
  timeZone: "Asia/Shanghai",
  async run({ uploadWatch }, { logger }) {
    const report = await uploadWatch.watch();
    if (report.skipped === null) logger.info("watch.done", { ...report });
    else logger.warn("watch.skipped", { reason: report.skipped });
  },
};
