/**
 * Answers of the API may not run script, be framed or sniffed, nor cached unless their route says so. Only the try-it page runs scripts: our
 * own.
 */
import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { DOCS_PATH } from "../docs/show.ts";
import { UNSUBSCRIBE_PATH } from "../unsubscribe/unsubscribe-page.ts";

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

/** One form, which goes to its own address. Its POST names the origin that the CSRF check compares. */
const formHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: "DENY",
  referrerPolicy: "same-origin",
});

const headersOf = (path: string) =>
  path === DOCS_PATH ? pageHeaders : path === UNSUBSCRIBE_PATH ? formHeaders : headers;

export const securityHeaders: MiddlewareHandler = (c, next) =>
  headersOf(c.req.path)(c, async () => {
    await next();
    // A picture may be kept by the browser of whoever may see it; nothing else may.
    if (!c.res.headers.has("cache-control")) c.res.headers.set("cache-control", "no-store");
    // Cloudflare sets Date, a local Worker does not; crawler nodes compare their clock with it.
    c.res.headers.set("date", new Date().toUTCString());
  });
