/** All operations of the API, and what each needs of its caller. */
import type { Scope } from "../../shared/contracts/access.ts";
import type { RoutePermission } from "../access/refresh.ts";
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
import { downloadFailedPage } from "./routes/failed-pages/download.ts";
import { listFailedPages } from "./routes/failed-pages/list.ts";
import { showExtendedHealth } from "./routes/health/extended.ts";
import { showHealth } from "./routes/health/show.ts";
import { listDeadLetters } from "./routes/ingest/list-dead-letters.ts";
import { replayDeadLetter } from "./routes/ingest/replay-dead-letter.ts";
import { showIngestStatus } from "./routes/ingest/show-status.ts";
import { listJobs } from "./routes/jobs/list.ts";
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
import { dispatchPlatform } from "./routes/platforms/dispatch.ts";
import { listPlatforms } from "./routes/platforms/list.ts";
import { resetBreaker } from "./routes/platforms/reset-breaker.ts";
import { listSchedules } from "./routes/schedules/list.ts";
import { listScheduleSlots } from "./routes/schedules/list-slots.ts";
import { runSchedule } from "./routes/schedules/run.ts";
import { runSetup } from "./routes/setup/run.ts";

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
  listCities,
  showIngestStatus,
  listDeadLetters,
  replayDeadLetter,
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

const SIGN_IN = new Set<string>(
  OPERATIONS.flatMap(({ route }) => (route.tags?.includes(SIGN_IN_TAG) ? [route.path] : [])),
);

/** Routes that take a password, a code or a one-time token. */
export const isSignIn = (path: string): boolean => SIGN_IN.has(path);
