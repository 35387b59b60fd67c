/** Logs one line per request: method, route, status, time and request id; and counts it for the metrics. */
import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { RouteKind } from "../../../shared/contracts/request-meter.ts";
import { createLogger } from "../../../shared/log.ts";
import { type ApiEnv, shownPath } from "../http/context.ts";

/** @param kindOf the kind of a route by its method and pattern */
export const requestLog =
  (kindOf: (method: string, pattern: string) => RouteKind): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const startedAt = performance.now();
    // Used until the services are bound, and when binding them fails.
    c.set("logger", createLogger({ component: "api", request_id: c.get("requestId") }));
    await next();
    const [method, route, ms] = [c.req.method, routePath(c, -1), performance.now() - startedAt];
    const { status } = c.res;
    c.get("logger").info("request", { method, route, path: shownPath(c), status, ms: Math.round(ms) });
    // A request to no path of the API has no services.
    const services = c.get("services") as ApiEnv["Variables"]["services"] | undefined;
    services?.requestTimes.measured(kindOf(method, route), status, ms / 1000);
  };
