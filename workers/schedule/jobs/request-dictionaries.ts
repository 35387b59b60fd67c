/** Plans the load of all dictionaries, on Sundays at 04:20 China time (X13); `load-dictionaries` carries it out. */
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import type { ScheduledJob } from "../job.ts";

export const requestDictionaries: ScheduledJob = {
  name: "request-dictionaries",
  cron: "20 4 * * 0",
  timeZone: "Asia/Shanghai",
  async run({ dictionaries }, { logger }) {
    const requested = await dictionaries.request(PLATFORMS, "schedule");
    logger.info("dictionary.requested", { requested });
  },
};
