/** Every minute: rebuilds of SeenIndex that somebody asked for go on, until all are finished. */
import type { ScheduledJob } from "../job.ts";

/** The next minute's run goes on where this one ends. */
const RUN_MS = 45_000;

export const rebuildSeenIndex: ScheduledJob = {
  name: "rebuild-seen-index",
  cron: "* * * * *",
  timeZone: "Asia/Shanghai",
  async run({ seenRebuilds }, { logger }) {
    const restored = await seenRebuilds.run(RUN_MS);
    if (restored > 0) logger.info("seen.restored", { restored });
  },
};
