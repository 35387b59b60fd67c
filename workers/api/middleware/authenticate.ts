/** Identifies the caller by an API key or session token in `Authorization`, or by the session cookie. */
import type { Context, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import { callerNetwork } from "../../../shared/domain/ip-address.ts";
import { sameOrigin } from "../../../shared/domain/same-origin.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import type { Credential } from "../../iam/sign-in/identify.ts";
import { type ApiEnv, clientIp } from "../http/context.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

export const isWrite = (method: string) => !SAFE.has(method);

/**
 * `Authorization` takes precedence over the cookie, and a malformed one is refused.
 * @returns null when neither was sent
 */
function credentialOf(c: Context<ApiEnv>): Credential | null | "malformed" {
  const header = c.req.header("authorization");
  if (header !== undefined) {
    const value = /^Bearer +([^\s,;]{1,512})$/i.exec(header)?.[1];
    return value ? { kind: "bearer", value } : "malformed";
  }
  const value = getCookie(c, c.get("services").identity.cookieName);
  // Better Auth expects the value percent-encoded, as in a Cookie header.
  return value ? { kind: "cookie", value: encodeURIComponent(value) } : null;
}

/**
 * Another site's page must not write with the browser's cookie (CSRF). The cookie is SameSite=Strict already; this
 * also holds for sibling domains and old browsers, and keeps another site from signing its own user in.
 */
function checkOrigin(c: Context<ApiEnv>, credential: Credential | null): void {
  if (!isWrite(c.req.method) || credential?.kind === "bearer") return;
  const origin = c.req.header("origin");
  const refused = () => new ApiError("forbidden", "the request comes from another site");
  if (origin !== undefined) {
    const { PUBLIC_URL } = c.get("services").config;
    const own = new URL(c.req.url).origin;
    if (!sameOrigin(origin, own) && !sameOrigin(origin, PUBLIC_URL)) throw refused();
    return;
  }
  // Current browsers send Origin. Without one, Sec-Fetch-Site must at least say that the request is same-origin.
  if (credential && c.req.header("sec-fetch-site") !== "same-origin") throw refused();
}

/** @param isPublic routes that anyone may call */
export const authenticate =
  (isPublic: (method: string, path: string) => boolean): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const { identity, limits } = c.get("services");
    const credential = credentialOf(c);
    checkOrigin(c, credential === "malformed" ? null : credential);
    if (isPublic(c.req.method, c.req.path)) return next();
    if (credential === null || credential === "malformed") {
      c.header("www-authenticate", 'Bearer realm="jobdata"');
      throw new ApiError(
        "unauthorized",
        credential === null
          ? "sign in, or send an API key as: Authorization: Bearer <key>"
          : "Authorization: expected Bearer <key>",
      );
    }
    const refuse = (message: string) => {
      c.header("www-authenticate", 'Bearer realm="jobdata", error="invalid_token"');
      return new ApiError("unauthorized", message);
    };
    const principal = await identity.identify(credential).catch(async (error) => {
      throw error instanceof ApiError ? refuse(error.message) : error;
    });
    if (!principal) {
      // Only failed attempts count here, which limits guessing.
      if (!(await limits.signIn(callerNetwork(clientIp(c))))) {
        throw new ApiError("too_many_requests", "too many requests with a wrong credential", [], {
          retryAfterSeconds: 60,
        });
      }
      throw refuse("the session or key is not valid");
    }
    c.set("principal", principal);
    c.set("logger", c.get("logger").child({ actor: principal.label }));
    await next();
  };
