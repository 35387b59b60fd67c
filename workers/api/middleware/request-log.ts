/** Logs one line per request: method, route, status, time and request id. */
import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { createLogger } from "../../../shared/log.ts";
import { type ApiEnv, shownPath } from "../http/context.ts";

export const requestLog: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const startedAt = performance.now();
  // Used until the services are bound, and when binding them fails.
  c.set("logger", createLogger({ component: "api", request_id: c.get("requestId") }));
  await next();
  c.get("logger").info("request", {
    method: c.req.method,
    route: routePath(c, -1),
    path: shownPath(c),
    status: c.res.status,
    ms: Math.round(performance.now() - startedAt),
  });
};
