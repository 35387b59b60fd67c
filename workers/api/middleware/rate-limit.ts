/**
 * Counts requests per caller with the Workers Rate Limiting binding; sign-in has a lower limit and counts by
 * address.
 */
import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { callerNetwork } from "../../../shared/domain/ip-address.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { type ApiEnv, clientIp, type IsRoute } from "../http/context.ts";

/** The period of both limits in wrangler.toml. */
const PERIOD_SECONDS = 60;

/**
 * @param isSignIn routes that take a password, a code or a token
 * @param isMachine routes that programs call many times a minute
 */
export const rateLimit =
  (isSignIn: (path: string) => boolean, isMachine: IsRoute): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const { limits } = c.get("services");
    const principal = c.get("principal");
    const caller = principal?.keyId ?? principal?.userId ?? callerNetwork(clientIp(c));
    const allowed = isSignIn(c.req.path)
      ? await limits.signIn(callerNetwork(clientIp(c)))
      : await (isMachine(c.req.method, routePath(c, -1)) ? limits.machine(caller) : limits.api(caller));
    if (!allowed) {
      throw new ApiError("too_many_requests", "too many requests; slow down", [], {
        retryAfterSeconds: PERIOD_SECONDS,
      });
    }
    await next();
  };
