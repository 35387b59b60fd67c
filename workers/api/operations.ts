/** All operations of the API, and what each needs of its caller. */
import type { Scope } from "../../shared/contracts/access.ts";
import type { RoutePermission } from "../iam/permissions/sync-permissions.ts";
import { createApiKey } from "./api-keys/create.ts";
import { listApiKeys } from "./api-keys/list.ts";
import { revokeApiKey } from "./api-keys/revoke.ts";
import { listAuditLog } from "./audit-log/list.ts";
import { beginTwoFactor } from "./auth/begin-two-factor.ts";
import { changePassword } from "./auth/change-password.ts";
import { confirmTwoFactor } from "./auth/confirm-two-factor.ts";
import { endTwoFactor } from "./auth/end-two-factor.ts";
import { forgotPassword } from "./auth/forgot-password.ts";
import { showMe } from "./auth/me.ts";
import { resetPassword } from "./auth/reset-password.ts";
import { signIn } from "./auth/sign-in.ts";
import { signOut } from "./auth/sign-out.ts";
import { signOutEverywhere } from "./auth/sign-out-everywhere.ts";
import { verifyTwoFactor } from "./auth/verify-two-factor.ts";
import { listCities } from "./cities/list.ts";
import { createDepartment } from "./departments/create.ts";
import { deleteDepartment } from "./departments/delete.ts";
import { listDepartments } from "./departments/list.ts";
import { restoreDepartment } from "./departments/restore.ts";
import { showDepartment } from "./departments/show.ts";
import { updateDepartment } from "./departments/update.ts";
import { showOpenApi } from "./docs/openapi.ts";
import { showDocsPage } from "./docs/page.ts";
import { downloadFailedPage } from "./failed-pages/download.ts";
import { listFailedPages } from "./failed-pages/list.ts";
import { showExtendedHealth } from "./health/extended.ts";
import { showHealth } from "./health/show.ts";
import { discardDeadLetter } from "./ingest/discard-dead-letter.ts";
import { listDeadLetters } from "./ingest/list-dead-letters.ts";
import { replayDeadLetter } from "./ingest/replay-dead-letter.ts";
import { replayDeadLetters } from "./ingest/replay-dead-letters.ts";
import { showDeadLetter } from "./ingest/show-dead-letter.ts";
import { showIngestStatus } from "./ingest/show-status.ts";
import { listJobs } from "./jobs/list.ts";
import { showJob } from "./jobs/show.ts";
import { actOnKeyword } from "./keywords/act.ts";
import { actOnKeywords } from "./keywords/act-many.ts";
import { createKeyword } from "./keywords/create.ts";
import { createKeywordBatch } from "./keywords/create-batch.ts";
import { deleteKeyword } from "./keywords/delete.ts";
import { importKeywords } from "./keywords/import.ts";
import { listKeywords } from "./keywords/list.ts";
import { listKeywordEvents } from "./keywords/list-events.ts";
import { restoreKeyword } from "./keywords/restore.ts";
import { showKeyword } from "./keywords/show.ts";
import { createMenu } from "./menus/create.ts";
import { deleteMenu } from "./menus/delete.ts";
import { listMenus } from "./menus/list.ts";
import { restoreMenu } from "./menus/restore.ts";
import { showMenu } from "./menus/show.ts";
import { updateMenu } from "./menus/update.ts";
import { commandNode } from "./nodes/command.ts";
import { createNode } from "./nodes/create.ts";
import { createNodeKey } from "./nodes/create-key.ts";
import { deleteNode } from "./nodes/delete.ts";
import { stepDetailPages } from "./nodes/detail-pages.ts";
import { heartbeat } from "./nodes/heartbeat.ts";
import { leaseWork } from "./nodes/lease.ts";
import { listNodes } from "./nodes/list.ts";
import { noteWork } from "./nodes/note.ts";
import { exchangePermits } from "./nodes/permits.ts";
import { saveProgress } from "./nodes/progress.ts";
import { renewLease } from "./nodes/renew.ts";
import { leaseResource } from "./nodes/resources/lease.ts";
import { releaseResources } from "./nodes/resources/release.ts";
import { renewResources } from "./nodes/resources/renew.ts";
import { reportResources } from "./nodes/resources/report.ts";
import { restoreNode } from "./nodes/restore.ts";
import { checkSeen } from "./nodes/seen.ts";
import { settleWork } from "./nodes/settle.ts";
import { showNode } from "./nodes/show.ts";
import { splitPart } from "./nodes/split.ts";
import { keepFailedPage } from "./nodes/store-failed-page.ts";
import { updateNode } from "./nodes/update.ts";
import { listPermissions } from "./permissions/list.ts";
import { refreshPermissions } from "./permissions/refresh.ts";
import { createPlatformToken } from "./platform-tokens/create.ts";
import { deletePlatformToken } from "./platform-tokens/delete.ts";
import { importPlatformTokens } from "./platform-tokens/import.ts";
import { listPlatformTokens } from "./platform-tokens/list.ts";
import { releasePlatformToken } from "./platform-tokens/release.ts";
import { restorePlatformToken } from "./platform-tokens/restore.ts";
import { testPlatformToken } from "./platform-tokens/run-test.ts";
import { showPlatformToken } from "./platform-tokens/show.ts";
import { updatePlatformToken } from "./platform-tokens/update.ts";
import { dispatchPlatform } from "./platforms/dispatch.ts";
import { listPlatforms } from "./platforms/list.ts";
import { resetBreaker } from "./platforms/reset-breaker.ts";
import { createProxy } from "./proxies/create.ts";
import { deleteProxy } from "./proxies/delete.ts";
import { importProxies } from "./proxies/import.ts";
import { listProxies } from "./proxies/list.ts";
import { releaseProxy } from "./proxies/release.ts";
import { restoreProxy } from "./proxies/restore.ts";
import { testProxy } from "./proxies/run-test.ts";
import { showProxy } from "./proxies/show.ts";
import { updateProxy } from "./proxies/update.ts";
import { createPushTarget } from "./push-targets/create.ts";
import { deletePushTarget } from "./push-targets/delete.ts";
import { discardPushFailure } from "./push-targets/discard-failure.ts";
import { listPushTargets } from "./push-targets/list.ts";
import { listPushFailures } from "./push-targets/list-failures.ts";
import { replayPushFailure } from "./push-targets/replay-failure.ts";
import { replayPushFailures } from "./push-targets/replay-failures.ts";
import { restorePushTarget } from "./push-targets/restore.ts";
import { rotatePushSecret } from "./push-targets/rotate-secret.ts";
import { testPushTarget } from "./push-targets/run-test.ts";
import { showPushTarget } from "./push-targets/show.ts";
import { updatePushTarget } from "./push-targets/update.ts";
import { createRole } from "./roles/create.ts";
import { deleteRole } from "./roles/delete.ts";
import { listRoles } from "./roles/list.ts";
import { restoreRole } from "./roles/restore.ts";
import { showRole } from "./roles/show.ts";
import { updateRole } from "./roles/update.ts";
import { listSchedules } from "./schedules/list.ts";
import { listScheduleSlots } from "./schedules/list-slots.ts";
import { runSchedule } from "./schedules/run.ts";
import { listScopes } from "./scopes/list.ts";
import { runSetup } from "./setup/run.ts";
import { listUploadFindings } from "./upload-findings/list.ts";
import { storeBatch } from "./uploads/batch-store.ts";
import { storeBatchAsync } from "./uploads/batch-store-async.ts";
import { listUploads } from "./uploads/list.ts";
import { showBatch } from "./uploads/show-batch.ts";
import { createUser } from "./users/create.ts";
import { deleteUser } from "./users/delete.ts";
import { listUsers } from "./users/list.ts";
import { restoreUser } from "./users/restore.ts";
import { setUserPassword } from "./users/set-password.ts";
import { showUser } from "./users/show.ts";
import { updateUser } from "./users/update.ts";
import { rotateVault } from "./vault/rotate.ts";

export const OPERATIONS = [
  showHealth,
  showExtendedHealth,
  createKeyword,
  createKeywordBatch,
  importKeywords,
  listKeywords,
  showKeyword,
  listKeywordEvents,
  actOnKeyword,
  actOnKeywords,
  deleteKeyword,
  restoreKeyword,
  listPlatforms,
  resetBreaker,
  dispatchPlatform,
  listJobs,
  showJob,
  listCities,
  showIngestStatus,
  listDeadLetters,
  showDeadLetter,
  replayDeadLetters,
  replayDeadLetter,
  discardDeadLetter,
  storeBatch,
  storeBatchAsync,
  showBatch,
  listNodes,
  createNode,
  showNode,
  updateNode,
  deleteNode,
  restoreNode,
  createNodeKey,
  commandNode,
  heartbeat,
  leaseWork,
  exchangePermits,
  renewLease,
  saveProgress,
  splitPart,
  checkSeen,
  noteWork,
  settleWork,
  stepDetailPages,
  keepFailedPage,
  listUploads,
  listUploadFindings,
  listPushTargets,
  createPushTarget,
  showPushTarget,
  updatePushTarget,
  deletePushTarget,
  restorePushTarget,
  rotatePushSecret,
  testPushTarget,
  listPushFailures,
  replayPushFailures,
  replayPushFailure,
  discardPushFailure,
  listProxies,
  createProxy,
  importProxies,
  showProxy,
  updateProxy,
  deleteProxy,
  restoreProxy,
  releaseProxy,
  testProxy,
  listPlatformTokens,
  createPlatformToken,
  importPlatformTokens,
  showPlatformToken,
  updatePlatformToken,
  deletePlatformToken,
  restorePlatformToken,
  releasePlatformToken,
  testPlatformToken,
  leaseResource,
  renewResources,
  reportResources,
  releaseResources,
  rotateVault,
  listFailedPages,
  downloadFailedPage,
  listSchedules,
  listScheduleSlots,
  runSchedule,
  runSetup,
  signIn,
  verifyTwoFactor,
  forgotPassword,
  resetPassword,
  showMe,
  signOut,
  signOutEverywhere,
  changePassword,
  beginTwoFactor,
  confirmTwoFactor,
  endTwoFactor,
  createApiKey,
  listApiKeys,
  revokeApiKey,
  listUsers,
  createUser,
  showUser,
  updateUser,
  deleteUser,
  restoreUser,
  setUserPassword,
  listRoles,
  createRole,
  showRole,
  updateRole,
  deleteRole,
  restoreRole,
  listDepartments,
  createDepartment,
  showDepartment,
  updateDepartment,
  deleteDepartment,
  restoreDepartment,
  listMenus,
  createMenu,
  showMenu,
  updateMenu,
  deleteMenu,
  restoreMenu,
  listPermissions,
  refreshPermissions,
  listScopes,
  listAuditLog,
  showOpenApi,
  showDocsPage,
] as const;

const SIGN_IN_TAG = "sign-in";

const isPermission = (access: string): access is Scope => !["public", "anyone", "person"].includes(access);

/** What a role can be granted: one for each route that is not open to all who are signed in. */
export const ROUTE_PERMISSIONS: readonly RoutePermission[] = OPERATIONS.flatMap(({ access, route }) =>
  isPermission(access)
    ? [{ method: route.method.toUpperCase(), path: route.path, scope: access, summary: route.summary ?? "" }]
    : [],
);

const PUBLIC = new Set<string>(
  OPERATIONS.flatMap(({ access, route }) =>
    access === "public" ? [`${route.method.toUpperCase()} ${route.path}`] : [],
  ),
);

/** None of the public routes has a parameter: the path is compared as it came. */
export const isPublic = (method: string, path: string): boolean =>
  PUBLIC.has(`${method === "HEAD" ? "GET" : method} ${path}`);

/** As the router knows a route: with its parameters behind colons. */
const routedAs = (route: (typeof OPERATIONS)[number]["route"]) =>
  `${route.method.toUpperCase()} ${route.getRoutingPath()}`;

const MACHINE = new Set<string>(
  OPERATIONS.flatMap(({ machine, route }) => (machine ? [routedAs(route)] : [])),
);

/** Routes that programs call many times a minute. @param pattern the route's path, as `routePath` of hono gives it */
export const isMachine = (method: string, pattern: string): boolean => MACHINE.has(`${method} ${pattern}`);

const OWN_BODY = new Set<string>(
  OPERATIONS.flatMap(({ ownBody, route }) => (ownBody ? [routedAs(route)] : [])),
);

/** Routes that limit their body themselves. @param pattern as of `isMachine` */
export const readsOwnBody = (method: string, pattern: string): boolean =>
  OWN_BODY.has(`${method} ${pattern}`);

const SIGN_IN = new Set<string>(
  OPERATIONS.flatMap(({ route }) => (route.tags?.includes(SIGN_IN_TAG) ? [route.path] : [])),
);

/** Routes that take a password, a code or a one-time token. */
export const isSignIn = (path: string): boolean => SIGN_IN.has(path);
