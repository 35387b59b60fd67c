/** Nothing of the API is a page: no answer may run script, be framed, sniffed or cached. */
import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

const headers = secureHeaders({
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], sandbox: [] },
  xFrameOptions: "DENY",
});

export const securityHeaders: MiddlewareHandler = (c, next) =>
  headers(c, async () => {
    await next();
    c.res.headers.set("cache-control", "no-store");
  });
