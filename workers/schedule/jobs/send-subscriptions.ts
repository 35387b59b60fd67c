/**
 * Every ten minutes: tells subscriptions what the last pass over the life of postings has recorded, and mails the digests
 * that are due. It asks ClickHouse only after such a pass, so that it never wakes one that sleeps.
 */
import type { ScheduledJob } from "../job.ts";

export const sendSubscriptions: ScheduledJob = {
  name: "send-subscriptions",
  cron: "*/10 * * * *",
  timeZone: "Asia/Shanghai",
  async run({ subscriptions }, { requestId, logger }) {
    const report = await subscriptions.run(requestId);
    if ("skipped" in report) logger.info("subscriptions.skipped", { reason: report.skipped });
    else if (report.moved + report.mails + report.failed > 0)
      logger.info("subscriptions.sent", { ...report });
  },
};
