/** Takes companies of postings into the cleaning queue and has some of them fetched, every COMPANY_EVERY_MINUTES minutes. */
import { MINUTE_MS } from "../../../shared/time.ts";
import type { ScheduledJob } from "../job.ts";

export const cleanCompanies: ScheduledJob = {
  name: "clean-companies",
  cron: "*/5 * * * *",
  timeZone: "Asia/Shanghai",
  async run({ companyQueue }, { slotAt, requestId, logger }) {
    const isManual = slotAt % MINUTE_MS !== 0;
    // Slots lie on multiples of five minutes; a longer interval leaves some out.
    if (!isManual && (slotAt / MINUTE_MS) % companyQueue.everyMinutes !== 0) return;
    const report = await companyQueue.run(requestId);
    if (Object.values(report).some((count) => count > 0)) logger.info("companies.queue-run", { ...report });
  },
};
