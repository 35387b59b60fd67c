/** Reads the names of new companies and joins the rows of one company, every five minutes, when something was stored. */
import type { ScheduledJob } from "../job.ts";

export const linkCompanies: ScheduledJob = {
  name: "link-companies",
  cron: "*/5 * * * *",
  timeZone: "Asia/Shanghai",
  async run({ companyLinks }, { requestId, logger }) {
    const report = await companyLinks.run(requestId);
    if (report.skipped === null) logger.info("companies.linked", { ...report });
    else if (report.skipped !== "current") logger.info("companies.skipped", { reason: report.skipped });
  },
};
