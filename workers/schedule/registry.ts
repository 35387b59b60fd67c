/** All jobs of this deployment. D1 holds whether each is enabled, and its slots. */

import type { ScheduledJob } from "./job.ts";
import { checkFigures } from "./jobs/check-figures.ts";
import { cleanCompanies } from "./jobs/clean-companies.ts";
import { cleanUp } from "./jobs/clean-up.ts";
import { deliverWebhooks } from "./jobs/deliver-webhooks.ts";
import { dispatchKeywords } from "./jobs/dispatch-keywords.ts";
import { evaluateAlerts } from "./jobs/evaluate-alerts.ts";
import { exportCoverage } from "./jobs/export-coverage.ts";
import { exportTaskRuns } from "./jobs/export-task-runs.ts";
import { exportUploads } from "./jobs/export-uploads.ts";
import { linkCompanies } from "./jobs/link-companies.ts";
import { loadDictionaries } from "./jobs/load-dictionaries.ts";
import { matchJobs } from "./jobs/match-jobs.ts";
import { measureQuality } from "./jobs/measure-quality.ts";
import { publishDataSet } from "./jobs/publish-data-set.ts";
import { rebuildSeenIndex } from "./jobs/rebuild-seen-index.ts";
import { refreshFigures } from "./jobs/refresh-figures.ts";
import { refreshJobFacts } from "./jobs/refresh-job-facts.ts";
import { refreshLife } from "./jobs/refresh-life.ts";
import { requestDictionaries } from "./jobs/request-dictionaries.ts";
import { resumeExports } from "./jobs/resume-exports.ts";
import { sendSubscriptions } from "./jobs/send-subscriptions.ts";
import { statsReport } from "./jobs/stats-report.ts";
import { storeMetrics } from "./jobs/store-metrics.ts";
import { storeNodeMetrics } from "./jobs/store-node-metrics.ts";
import { sweepSpool } from "./jobs/sweep-spool.ts";
import { syncPermissions } from "./jobs/sync-permissions.ts";
import { watchUploads } from "./jobs/watch-uploads.ts";

export const scheduledJobs: readonly ScheduledJob[] = [
  dispatchKeywords,
  cleanCompanies,
  sweepSpool,
  storeNodeMetrics,
  storeMetrics,
  syncPermissions,
  cleanUp,
  exportUploads,
  exportCoverage,
  exportTaskRuns,
  watchUploads,
  rebuildSeenIndex,
  resumeExports,
  publishDataSet,
  requestDictionaries,
  loadDictionaries,
  refreshJobFacts,
  matchJobs,
  linkCompanies,
  refreshLife,
  refreshFigures,
  checkFigures,
  measureQuality,
  evaluateAlerts,
  statsReport,
  deliverWebhooks,
  sendSubscriptions,
];
