/** Every five minutes: wakes the deliveries of webhooks that are due, and tells of exports that have ended and of alerts. */
import type { ScheduledJob } from "../job.ts";

export const deliverWebhooks: ScheduledJob = {
  name: "deliver-webhooks",
  cron: "*/5 * * * *",
  timeZone: "Asia/Shanghai",
  async run({ webhooks, emitEvents }, { slotAt, logger }) {
    // First, so that what is due goes out also when nothing can be told anew; what is told wakes the consumer itself.
    const report = await webhooks.resume();
    if (report.woken || report.notices > 0) logger.info("webhooks.resumed", { ...report });
    await emitEvents(slotAt);
  },
};
