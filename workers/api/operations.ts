/**
 * All operations of the API, noun by noun. Within a noun, a fixed path must come before a path with a
 * parameter in the same place.
 */

import { alertChannelOperations } from "./alert-channels/operations.ts";
import { listAlertMessages } from "./alert-messages/list.ts";
import { alertRuleOperations } from "./alert-rules/operations.ts";
import { alertOperations } from "./alerts/operations.ts";
import { analyticsOperations } from "./analytics/operations.ts";
import { apiKeyOperations } from "./api-keys/operations.ts";
import { listAuditLog } from "./audit-log/list.ts";
import { authOperations } from "./auth/operations.ts";
import { bulkActionOperations } from "./bulk-actions/operations.ts";
import { listCities } from "./cities/list.ts";
import { companyOperations } from "./companies/operations.ts";
import { companyDecisionOperations } from "./company-decisions/operations.ts";
import { decideCompanyPairsInBulk } from "./company-pairs/bulk.ts";
import { listCompanyPairs } from "./company-pairs/list.ts";
import { companyQueueOperations } from "./company-queue/operations.ts";
import { coverageOperations } from "./coverage/operations.ts";
import { dataSetOperations } from "./data-set/operations.ts";
import { departmentOperations } from "./departments/operations.ts";
import { dictionaryOperations } from "./dictionaries/operations.ts";
import { docsOperations } from "./docs/operations.ts";
import { openExportLink } from "./export-files/show.ts";
import { exportOperations } from "./exports/operations.ts";
import { failedPageOperations } from "./failed-pages/operations.ts";
import { showAtomFeed } from "./feeds/atom.ts";
import { showJsonFeed } from "./feeds/json.ts";
import { healthOperations } from "./health/operations.ts";
import { ingestOperations } from "./ingest/operations.ts";
import { jobDecisionOperations } from "./job-decisions/operations.ts";
import { decideJobPairsInBulk } from "./job-pairs/bulk.ts";
import { listJobPairs } from "./job-pairs/list.ts";
import { jobOperations } from "./jobs/operations.ts";
import { keywordOperations } from "./keywords/operations.ts";
import { liveOperations } from "./live/operations.ts";
import { menuOperations } from "./menus/operations.ts";
import { metricOperations } from "./metrics/operations.ts";
import { nodeOperations } from "./nodes/operations.ts";
import { permissionOperations } from "./permissions/operations.ts";
import { platformTokenOperations } from "./platform-tokens/operations.ts";
import { platformOperations } from "./platforms/operations.ts";
import { proxyOperations } from "./proxies/operations.ts";
import { pushTargetOperations } from "./push-targets/operations.ts";
import { qualityOperations } from "./quality/operations.ts";
import { quarantineOperations } from "./quarantine/operations.ts";
import { recleanOperations } from "./recleans/operations.ts";
import { recrawlOperations } from "./recrawl/operations.ts";
import { roleOperations } from "./roles/operations.ts";
import { savedSearchOperations } from "./saved-searches/operations.ts";
import { scheduleOperations } from "./schedules/operations.ts";
import { listScopes } from "./scopes/list.ts";
import { runSetup } from "./setup/setup.ts";
import { skillOperations } from "./skills/operations.ts";
import { subscriptionOperations } from "./subscriptions/operations.ts";
import { taskBatchOperations } from "./task-batches/operations.ts";
import { taskFileOperations } from "./task-files/operations.ts";
import { taskOperations } from "./tasks/operations.ts";
import { showUnsubscribePage } from "./unsubscribe/show.ts";
import { unsubscribe } from "./unsubscribe/unsubscribe.ts";
import { listUploadFindings } from "./upload-findings/list.ts";
import { uploadOperations } from "./uploads/operations.ts";
import { userOperations } from "./users/operations.ts";
import { rotateVault } from "./vault/rotate.ts";
import { webhookDeliveryOperations } from "./webhook-deliveries/operations.ts";
import { webhookEndpointOperations } from "./webhook-endpoints/operations.ts";

export const OPERATIONS = [
  ...healthOperations,
  ...metricOperations,
  ...keywordOperations,
  ...platformOperations,
  ...jobOperations,
  ...coverageOperations,
  ...recrawlOperations,
  ...companyOperations,
  ...companyQueueOperations,
  listCompanyPairs,
  decideCompanyPairsInBulk,
  ...companyDecisionOperations,
  listJobPairs,
  decideJobPairsInBulk,
  ...jobDecisionOperations,
  ...savedSearchOperations,
  ...subscriptionOperations,
  showAtomFeed,
  showJsonFeed,
  showUnsubscribePage,
  unsubscribe,
  ...skillOperations,
  ...analyticsOperations,
  ...exportOperations,
  openExportLink,
  ...recleanOperations,
  ...dataSetOperations,
  listCities,
  ...dictionaryOperations,
  ...ingestOperations,
  ...qualityOperations,
  ...quarantineOperations,
  ...uploadOperations,
  ...nodeOperations,
  listUploadFindings,
  ...pushTargetOperations,
  ...proxyOperations,
  ...platformTokenOperations,
  rotateVault,
  ...failedPageOperations,
  ...scheduleOperations,
  ...alertOperations,
  ...alertRuleOperations,
  ...alertChannelOperations,
  listAlertMessages,
  ...taskOperations,
  ...taskBatchOperations,
  ...bulkActionOperations,
  ...liveOperations,
  ...taskFileOperations,
  ...webhookEndpointOperations,
  ...webhookDeliveryOperations,
  runSetup,
  ...authOperations,
  ...apiKeyOperations,
  ...userOperations,
  ...roleOperations,
  ...departmentOperations,
  ...menuOperations,
  ...permissionOperations,
  listScopes,
  listAuditLog,
  ...docsOperations,
] as const;
