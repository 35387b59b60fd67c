/** Counts requests per caller with the Workers Rate Limiting binding; sign-in counts by address, and stricter. */
import type { MiddlewareHandler } from "hono";
import { ApiError } from "../../../shared/errors/codes.ts";
import { type ApiEnv, clientIp } from "../context.ts";

/** The period of both limits in wrangler.toml. */
const PERIOD_SECONDS = 60;

/** @param isSignIn routes that take a password, a code or a token */
export const rateLimit =
  (isSignIn: (path: string) => boolean): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const { limits } = c.get("services");
    const principal = c.get("principal");
    const allowed = isSignIn(c.req.path)
      ? await limits.signIn(clientIp(c))
      : await limits.api(principal?.keyId ?? principal?.userId ?? clientIp(c));
    if (!allowed) {
      throw new ApiError("too_many_requests", "too many requests; slow down", [], {
        retryAfterSeconds: PERIOD_SECONDS,
      });
    }
    await next();
  };
