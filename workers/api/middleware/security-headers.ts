/** Nothing of the API may run script, be framed, sniffed or cached, but for the try-it page, which runs our own. */
import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { DOCS_PATH } from "../docs/show.ts";

const headers = secureHeaders({
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], sandbox: [] },
  xFrameOptions: "DENY",
});

const pageHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    // Scalar writes its styles into the page as it runs.
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", "data:"],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: "DENY",
});

export const securityHeaders: MiddlewareHandler = (c, next) =>
  (c.req.path === DOCS_PATH ? pageHeaders : headers)(c, async () => {
    await next();
    c.res.headers.set("cache-control", "no-store");
    // Cloudflare sets it anyway; a local Worker does not, and crawler nodes tell by it whether their clock is right.
    c.res.headers.set("date", new Date().toUTCString());
  });
