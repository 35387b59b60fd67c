/** Syncs the permissions with the routes soon after a deploy, even when no request comes. */
import type { ScheduledJob } from "../job.ts";

export const syncPermissions: ScheduledJob = {
  // The name is a key in D1 and can't be changed.
  name: "refresh-permissions",
  cron: "*/10 * * * *",
  timeZone: "Asia/Shanghai",
  run: ({ identity }) => identity.permissions.syncIfOutdated(),
};
