/** Lets the holder of the admin token in. Users and roles take its place in step 3. */
import type { MiddlewareHandler } from "hono";
import { timingSafeEqual } from "hono/utils/buffer";
import { ApiError } from "../../../shared/errors/codes.ts";
import type { ApiEnv } from "../context.ts";

export const adminGuard: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const sent = /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  // Compared by hash first: neither the content nor the length of the token shows in the time taken.
  if (sent && (await timingSafeEqual(sent, c.get("services").config.ADMIN_TOKEN))) return next();
  c.header(
    "www-authenticate",
    sent ? 'Bearer realm="jobdata", error="invalid_token"' : 'Bearer realm="jobdata"',
  );
  throw new ApiError(
    "unauthorized",
    sent ? "the token is not valid" : "send the admin token as: Authorization: Bearer <token>",
  );
};
