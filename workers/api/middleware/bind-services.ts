/** Puts the services and the request's logger on the context. */
import type { MiddlewareHandler } from "hono";
import type { ApiEnv } from "../http/context.ts";
import type { Services } from "../services.ts";

/** @param servicesOf throws ConfigError when a setting is missing or malformed: the answer is then 503 */
export const bindServices =
  <E>(servicesOf: (env: E) => Services): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const services = servicesOf(c.env as E);
    c.set("services", services);
    c.set("logger", services.logger.child({ component: "api", request_id: c.get("requestId") }));
    await next();
  };
