/** The API as a table: what every request passes through, then all operations. */
import { OpenAPIHono } from "@hono/zod-openapi";
import { except } from "hono/combine";
import { requestId } from "hono/request-id";
import type { Services } from "../services-types.ts";
import type { ApiEnv } from "./context.ts";
import { adminGuard } from "./middleware/admin-guard.ts";
import { bindServices } from "./middleware/bind-services.ts";
import { limitBody } from "./middleware/body-limit.ts";
import { routeNotFound, translateError, validationHook } from "./middleware/error-translator.ts";
import { requestLog } from "./middleware/request-log.ts";
import { securityHeaders } from "./middleware/security-headers.ts";
import { wrongMethod } from "./middleware/wrong-method.ts";
import { describeOnce } from "./openapi/describe-once.ts";
import { listCities } from "./routes/cities/list.ts";
import { OPENAPI_PATH, showOpenApi } from "./routes/docs/openapi.ts";
import { showDocsPage } from "./routes/docs/page.ts";
import { downloadFailedPage } from "./routes/failed-pages/download.ts";
import { listFailedPages } from "./routes/failed-pages/list.ts";
import { showExtendedHealth } from "./routes/health/extended.ts";
import { HEALTH_PATH, showHealth } from "./routes/health/show.ts";
import { listDeadLetters } from "./routes/ingest/list-dead-letters.ts";
import { replayDeadLetter } from "./routes/ingest/replay-dead-letter.ts";
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
import { dispatchPlatform } from "./routes/platforms/dispatch.ts";
import { listPlatforms } from "./routes/platforms/list.ts";
import { resetBreaker } from "./routes/platforms/reset-breaker.ts";
import { listSchedules } from "./routes/schedules/list.ts";
import { listScheduleSlots } from "./routes/schedules/list-slots.ts";
import { runSchedule } from "./routes/schedules/run.ts";

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
  replayDeadLetter,
  listFailedPages,
  downloadFailedPage,
  listSchedules,
  listScheduleSlots,
  runSchedule,
  showOpenApi,
  showDocsPage,
] as const;

/**
 * @param servicesOf builds (or finds) the services of an environment; a ConfigError thrown here answers 503
 */
export function createApp<E extends object>(servicesOf: (env: E) => Services) {
  const app = new OpenAPIHono<ApiEnv>({ defaultHook: validationHook });
  app.onError(translateError);
  app.notFound(routeNotFound);
  app.use(requestId({ limitLength: 64 }), requestLog, securityHeaders, wrongMethod(app));
  app.use(OPENAPI_PATH, describeOnce(app));
  app.use("/api/v1/*", bindServices(servicesOf), except([HEALTH_PATH, OPENAPI_PATH], adminGuard), limitBody);
  return app.openapiRoutes(OPERATIONS);
}
