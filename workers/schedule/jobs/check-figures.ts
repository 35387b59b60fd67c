/** Compares job_facts and the figures that were computed ahead with the stored rows, every night. */
import type { ScheduledJob } from "../job.ts";

export const checkFigures: ScheduledJob = {
  name: "check-figures",
  cron: "30 4 * * *",
  timeZone: "Asia/Shanghai",
  async run({ figures }, { requestId, logger }) {
    const { checked, differences } = await figures.check(requestId);
    if (differences.length === 0) return logger.info("figures.checked", { checked });
    logger.error("figures.different", {
      checked,
      differences: differences.length,
      // Texts of postings stay out of the log.
      figures: differences.slice(0, 10).map(({ figure }) => figure),
    });
  },
};
