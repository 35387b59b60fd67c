/** Makes each ledger queue its due keywords, every minute. The ledgers' alarms do the same; this catches a missed one. */
import type { ScheduledJob } from "../job.ts";

export const dispatchKeywords: ScheduledJob = {
  name: "dispatch-keywords",
  cron: "* * * * *",
  timeZone: "Asia/Shanghai",
  async run(services, { logger, requestId }) {
    const ledgers = services.allLedgers();
    const results = await Promise.allSettled(ledgers.map((ledger) => ledger.dispatch(requestId)));
    const failed = results.filter((result) => result.status === "rejected");
    for (const { reason } of failed) logger.error("dispatch.failed", { error: String(reason) });
    const queued = results.reduce(
      (sum, result) => sum + (result.status === "fulfilled" ? result.value.queued : 0),
      0,
    );
    logger.info("dispatch.done", { ledgers: ledgers.length, queued });
    if (failed.length > 0) throw new Error(`${failed.length} of ${ledgers.length} ledgers did not answer`);
  },
};
