/**
 * All operations of the API, noun by noun. Within a noun, a fixed path must come before a path with a
 * parameter in the same place.
 */
import { analyticsOperations } from "./analytics/operations.ts";
import { apiKeyOperations } from "./api-keys/operations.ts";
import { listAuditLog } from "./audit-log/list.ts";
import { authOperations } from "./auth/operations.ts";
import { listCities } from "./cities/list.ts";
import { companyOperations } from "./companies/operations.ts";
import { companyDecisionOperations } from "./company-decisions/operations.ts";
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
import { healthOperations } from "./health/operations.ts";
import { ingestOperations } from "./ingest/operations.ts";
import { jobDecisionOperations } from "./job-decisions/operations.ts";
import { listJobPairs } from "./job-pairs/list.ts";
import { jobOperations } from "./jobs/operations.ts";
import { keywordOperations } from "./keywords/operations.ts";
import { menuOperations } from "./menus/operations.ts";
import { nodeOperations } from "./nodes/operations.ts";
import { permissionOperations } from "./permissions/operations.ts";
import { platformTokenOperations } from "./platform-tokens/operations.ts";
import { platformOperations } from "./platforms/operations.ts";
import { proxyOperations } from "./proxies/operations.ts";
import { pushTargetOperations } from "./push-targets/operations.ts";
import { recrawlOperations } from "./recrawl/operations.ts";
import { roleOperations } from "./roles/operations.ts";
import { savedSearchOperations } from "./saved-searches/operations.ts";
import { scheduleOperations } from "./schedules/operations.ts";
import { listScopes } from "./scopes/list.ts";
import { runSetup } from "./setup/setup.ts";
import { skillOperations } from "./skills/operations.ts";
import { listUploadFindings } from "./upload-findings/list.ts";
import { uploadOperations } from "./uploads/operations.ts";
import { userOperations } from "./users/operations.ts";
import { rotateVault } from "./vault/rotate.ts";

export const OPERATIONS = [
  ...healthOperations,
  ...keywordOperations,
  ...platformOperations,
  ...jobOperations,
  ...coverageOperations,
  ...recrawlOperations,
  ...companyOperations,
  ...companyQueueOperations,
  listCompanyPairs,
  ...companyDecisionOperations,
  listJobPairs,
  ...jobDecisionOperations,
  ...savedSearchOperations,
  ...skillOperations,
  ...analyticsOperations,
  ...exportOperations,
  openExportLink,
  ...dataSetOperations,
  listCities,
  ...dictionaryOperations,
  ...ingestOperations,
  ...uploadOperations,
  ...nodeOperations,
  listUploadFindings,
  ...pushTargetOperations,
  ...proxyOperations,
  ...platformTokenOperations,
  rotateVault,
  ...failedPageOperations,
  ...scheduleOperations,
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
