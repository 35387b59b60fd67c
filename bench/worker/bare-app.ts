/** Serves one operation of the API without authentication, permission check and rate limit, to measure their cost. */
import { OpenAPIHono } from "@hono/zod-openapi";
import { requestId } from "hono/request-id";
import { listCities } from "../../workers/api/cities/list.ts";
import type { ApiEnv } from "../../workers/api/http/context.ts";
import { bindServices } from "../../workers/api/middleware/bind-services.ts";
import { limitBody } from "../../workers/api/middleware/body-limit.ts";
import { translateError, validationHook } from "../../workers/api/middleware/error-translator.ts";
import { requestLog } from "../../workers/api/middleware/request-log.ts";
import { securityHeaders } from "../../workers/api/middleware/security-headers.ts";
import { servicesOf } from "../../workers/services.ts";

const { route, handler } = listCities;

/** Serves `GET /api/v1/cities`. */
export const bareApp = new OpenAPIHono<ApiEnv>({ defaultHook: validationHook });
bareApp.onError(translateError);
bareApp.use(
  requestId({ limitLength: 64 }),
  requestLog(() => "read"),
  securityHeaders,
);
bareApp.use(
  "/api/v1/*",
  bindServices<Env>((env) => servicesOf(env).api),
  limitBody(() => false),
);
bareApp.openapi({ ...route, getRoutingPath: route.getRoutingPath, middleware: [] }, handler);
