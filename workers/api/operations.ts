/** All operations of the API, and what each needs of its caller. */
import type { Scope } from "../../shared/contracts/access.ts";
import type { RoutePermission } from "../access/refresh.ts";
import { createApiKey } from "./routes/api-keys/create.ts";
import { listApiKeys } from "./routes/api-keys/list.ts";
import { revokeApiKey } from "./routes/api-keys/revoke.ts";
import { listAuditLog } from "./routes/audit-log/list.ts";
import { beginTwoFactor } from "./routes/auth/begin-two-factor.ts";
import { changePassword } from "./routes/auth/change-password.ts";
import { confirmTwoFactor } from "./routes/auth/confirm-two-factor.ts";
import { endTwoFactor } from "./routes/auth/end-two-factor.ts";
import { forgotPassword } from "./routes/auth/forgot-password.ts";
import { showMe } from "./routes/auth/me.ts";
import { resetPassword } from "./routes/auth/reset-password.ts";
import { signIn } from "./routes/auth/sign-in.ts";
import { signOut } from "./routes/auth/sign-out.ts";
import { signOutEverywhere } from "./routes/auth/sign-out-everywhere.ts";
import { verifyTwoFactor } from "./routes/auth/verify-two-factor.ts";
import { listCities } from "./routes/cities/list.ts";
import { createDepartment } from "./routes/departments/create.ts";
import { deleteDepartment } from "./routes/departments/delete.ts";
import { listDepartments } from "./routes/departments/list.ts";
import { restoreDepartment } from "./routes/departments/restore.ts";
import { showDepartment } from "./routes/departments/show.ts";
import { updateDepartment } from "./routes/departments/update.ts";
import { showOpenApi } from "./routes/docs/openapi.ts";
import { showDocsPage } from "./routes/docs/page.ts";
import { downloadFailedPage } from "./routes/failed-pages/download.ts";
import { listFailedPages } from "./routes/failed-pages/list.ts";
import { showExtendedHealth } from "./routes/health/extended.ts";
import { showHealth } from "./routes/health/show.ts";
import { discardDeadLetter } from "./routes/ingest/discard-dead-letter.ts";
import { listDeadLetters } from "./routes/ingest/list-dead-letters.ts";
import { replayDeadLetter } from "./routes/ingest/replay-dead-letter.ts";
import { replayDeadLetters } from "./routes/ingest/replay-dead-letters.ts";
import { showDeadLetter } from "./routes/ingest/show-dead-letter.ts";
import { showIngestStatus } from "./routes/ingest/show-status.ts";
import { listJobs } from "./routes/jobs/list.ts";
import { showJob } from "./routes/jobs/show.ts";
import { actOnKeyword } from "./routes/keywords/act.ts";
import { actOnKeywords } from "./routes/keywords/act-many.ts";
import { createKeyword } from "./routes/keywords/create.ts";
import { createKeywordBatch } from "./routes/keywords/create-batch.ts";
import { deleteKeyword } from "./routes/keywords/delete.ts";
import { importKeywords } from "./routes/keywords/import.ts";
import { listKeywords } from "./routes/keywords/list.ts";
import { listKeywordEvents } from "./routes/keywords/list-events.ts";
import { restoreKeyword } from "./routes/keywords/restore.ts";
import { showKeyword } from "./routes/keywords/show.ts";
import { createMenu } from "./routes/menus/create.ts";
import { deleteMenu } from "./routes/menus/delete.ts";
import { listMenus } from "./routes/menus/list.ts";
import { restoreMenu } from "./routes/menus/restore.ts";
import { showMenu } from "./routes/menus/show.ts";
import { updateMenu } from "./routes/menus/update.ts";
import { commandNode } from "./routes/nodes/command.ts";
import { createNode } from "./routes/nodes/create.ts";
import { deleteNode } from "./routes/nodes/delete.ts";
import { stepDetailPages } from "./routes/nodes/detail-pages.ts";
import { heartbeat } from "./routes/nodes/heartbeat.ts";
import { keepFailedPage } from "./routes/nodes/keep-page.ts";
import { leaseWork } from "./routes/nodes/lease.ts";
import { listNodes } from "./routes/nodes/list.ts";
import { createNodeKey } from "./routes/nodes/new-key.ts";
import { noteWork } from "./routes/nodes/note.ts";
import { exchangePermits } from "./routes/nodes/permits.ts";
import { saveProgress } from "./routes/nodes/progress.ts";
import { renewLease } from "./routes/nodes/renew.ts";
import { leaseResource } from "./routes/nodes/resources/lease.ts";
import { releaseResources } from "./routes/nodes/resources/release.ts";
import { renewResources } from "./routes/nodes/resources/renew.ts";
import { reportResources } from "./routes/nodes/resources/report.ts";
import { restoreNode } from "./routes/nodes/restore.ts";
import { checkSeen } from "./routes/nodes/seen.ts";
import { settleWork } from "./routes/nodes/settle.ts";
import { showNode } from "./routes/nodes/show.ts";
import { splitPart } from "./routes/nodes/split.ts";
import { updateNode } from "./routes/nodes/update.ts";
import { listPermissions } from "./routes/permissions/list.ts";
import { refreshPermissions } from "./routes/permissions/refresh.ts";
import { createPlatformToken } from "./routes/platform-tokens/create.ts";
import { deletePlatformToken } from "./routes/platform-tokens/delete.ts";
import { importPlatformTokens } from "./routes/platform-tokens/import.ts";
import { listPlatformTokens } from "./routes/platform-tokens/list.ts";
import { releasePlatformToken } from "./routes/platform-tokens/release.ts";
import { restorePlatformToken } from "./routes/platform-tokens/restore.ts";
import { showPlatformToken } from "./routes/platform-tokens/show.ts";
import { testPlatformToken } from "./routes/platform-tokens/test.ts";
import { updatePlatformToken } from "./routes/platform-tokens/update.ts";
import { dispatchPlatform } from "./routes/platforms/dispatch.ts";
import { listPlatforms } from "./routes/platforms/list.ts";
import { resetBreaker } from "./routes/platforms/reset-breaker.ts";
import { createProxy } from "./routes/proxies/create.ts";
import { deleteProxy } from "./routes/proxies/delete.ts";
import { importProxies } from "./routes/proxies/import.ts";
import { listProxies } from "./routes/proxies/list.ts";
import { releaseProxy } from "./routes/proxies/release.ts";
import { restoreProxy } from "./routes/proxies/restore.ts";
import { showProxy } from "./routes/proxies/show.ts";
import { testProxy } from "./routes/proxies/test.ts";
import { updateProxy } from "./routes/proxies/update.ts";
import { createPushTarget } from "./routes/push-targets/create.ts";
import { deletePushTarget } from "./routes/push-targets/delete.ts";
import { discardPushFailure } from "./routes/push-targets/discard-failure.ts";
import { listPushTargets } from "./routes/push-targets/list.ts";
import { listPushFailures } from "./routes/push-targets/list-failures.ts";
import { testPushTarget } from "./routes/push-targets/ping.ts";
import { replayPushFailure } from "./routes/push-targets/replay-failure.ts";
import { replayPushFailures } from "./routes/push-targets/replay-failures.ts";
import { restorePushTarget } from "./routes/push-targets/restore.ts";
import { rotatePushSecret } from "./routes/push-targets/rotate-secret.ts";
import { showPushTarget } from "./routes/push-targets/show.ts";
import { updatePushTarget } from "./routes/push-targets/update.ts";
import { createRole } from "./routes/roles/create.ts";
import { deleteRole } from "./routes/roles/delete.ts";
import { listRoles } from "./routes/roles/list.ts";
import { restoreRole } from "./routes/roles/restore.ts";
import { showRole } from "./routes/roles/show.ts";
import { updateRole } from "./routes/roles/update.ts";
import { listSchedules } from "./routes/schedules/list.ts";
import { listScheduleSlots } from "./routes/schedules/list-slots.ts";
import { runSchedule } from "./routes/schedules/run.ts";
import { listScopes } from "./routes/scopes/list.ts";
import { runSetup } from "./routes/setup/run.ts";
import { storeBatch } from "./routes/universal/batch-store.ts";
import { storeBatchAsync } from "./routes/universal/batch-store-async.ts";
import { showBatch } from "./routes/universal/show-batch.ts";
import { listUploadFindings } from "./routes/upload-findings/list.ts";
import { listUploads } from "./routes/uploads/list.ts";
import { createUser } from "./routes/users/create.ts";
import { deleteUser } from "./routes/users/delete.ts";
import { listUsers } from "./routes/users/list.ts";
import { restoreUser } from "./routes/users/restore.ts";
import { setUserPassword } from "./routes/users/set-password.ts";
import { showUser } from "./routes/users/show.ts";
import { updateUser } from "./routes/users/update.ts";
import { rotateVault } from "./routes/vault/rotate.ts";

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
