/** Judges the alert rules every two minutes, and sends the messages that wait. */
import type { ScheduledJob } from "../job.ts";

export const evaluateAlerts: ScheduledJob = {
  name: "evaluate-alerts",
  cron: "*/2 * * * *",
  timeZone: "Asia/Shanghai",
  async run({ alerts }, { requestId, logger }) {
    const report = await alerts.run(requestId);
    if ("skipped" in report) logger.info("alerts.skipped", { reason: report.skipped });
    else if (report.rows + report.sent + report.failed > 0) logger.info("alerts.evaluated", { ...report });
  },
};
