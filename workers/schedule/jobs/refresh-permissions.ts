/** The permissions are those of the routes soon after a deploy, even when nobody calls. */
import type { ScheduledJob } from "../job.ts";

export const refreshPermissions: ScheduledJob = {
  name: "refresh-permissions",
  cron: "*/10 * * * *",
  timeZone: "Asia/Shanghai",
  run: ({ people }) => people.access.refreshIfOld(),
};
