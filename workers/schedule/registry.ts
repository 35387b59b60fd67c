/** The jobs this deployment knows. D1 holds for each whether it is enabled, and its slots. */

import type { ScheduledJob } from "./job.ts";
import { cleanUp } from "./jobs/clean-up.ts";
import { dispatchKeywords } from "./jobs/dispatch-keywords.ts";
import { exportUploads } from "./jobs/export-uploads.ts";
import { rebuildSeenIndex } from "./jobs/rebuild-seen-index.ts";
import { refreshPermissions } from "./jobs/refresh-permissions.ts";
import { storeNodeMetrics } from "./jobs/store-node-metrics.ts";
import { sweepSpool } from "./jobs/sweep-spool.ts";
import { watchUploads } from "./jobs/watch-uploads.ts";

export const scheduledJobs: readonly ScheduledJob[] = [
  dispatchKeywords,
  sweepSpool,
  storeNodeMetrics,
  refreshPermissions,
  cleanUp,
  exportUploads,
  watchUploads,
  rebuildSeenIndex,
];
