/**
 * Answers of the API may not run script, be framed, sniffed or cached. Only the try-it page runs scripts: our
 * own.
 */
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
    // Cloudflare sets Date, a local Worker does not; crawler nodes compare their clock with it.
    c.res.headers.set("date", new Date().toUTCString());
  });
