/** Refuses a body over its type's limit before anything reads it. */
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { routePath } from "hono/route";
import { ApiError } from "../../../shared/errors/codes.ts";
import type { ApiEnv, IsRoute } from "../http/context.ts";

const MB = 1024 * 1024;

const upTo = (megabytes: number, kind: string): MiddlewareHandler =>
  bodyLimit({
    maxSize: megabytes * MB,
    onError: () => {
      const reason = `is over ${megabytes} MB (${megabytes * MB} bytes), the limit of ${kind}`;
      throw new ApiError("body_too_large", `body: ${reason}`, [{ field: "body", reason }]);
    },
  });

const file = upTo(5, "a CSV file or a list");
const json = upTo(1, "a JSON body");

/** @param readsOwnBody routes that limit their body themselves */
export const limitBody =
  (readsOwnBody: IsRoute): MiddlewareHandler<ApiEnv> =>
  (c, next) => {
    if (readsOwnBody(c.req.method, routePath(c, -1))) return next();
    return /^text\/(csv|plain)\b/i.test(c.req.header("content-type") ?? "") ? file(c, next) : json(c, next);
  };
