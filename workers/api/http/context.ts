/** The context of every handler, and what it says about the caller. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { ApiError } from "../../../shared/errors/codes.ts";
import type { Logger } from "../../../shared/log.ts";
import type { Principal } from "../../iam/permissions/principal.ts";
import type { Services } from "../services.ts";

/** What a handler adds to its request's line of the audit log. */
export interface AuditNote {
  /** `noun.verb`, for example `user.update`. */
  action: string;
  /** `noun:id`. */
  record?: string;
  before?: unknown;
  after?: unknown;
  /** For sign-in, where no caller is known yet: the name that was typed, and the user it belongs to. */
  actor?: string;
  userId?: string;
}

export interface ApiEnv {
  Variables: {
    requestId: string;
    /** Carries the request id. */
    logger: Logger;
    services: Services;
    principal: Principal | undefined;
    audit: AuditNote | undefined;
    /** Hides recruiters' contacts in the answer; undefined where the caller may see them. */
    mask: (<T>(answer: T) => T) | undefined;
    /** The OpenAPI document of the whole API. */
    openApi: () => ReturnType<OpenAPIHono["getOpenAPI31Document"]>;
  };
}

/** Says whether a route belongs to a set. @param pattern the route's path as the router names it */
export type IsRoute = (method: string, pattern: string) => boolean;

/** The caller. @throws ApiError unauthorized on a public route without one */
export function principalOf(c: Context<ApiEnv>): Principal {
  const principal = c.get("principal");
  if (!principal) throw new ApiError("unauthorized", "sign in first");
  return principal;
}

/** Adds a note to the request's line of the audit log; secrets in it are masked. */
export const audit = (c: Context<ApiEnv>, note: AuditNote): void => c.set("audit", note);

/** Longer than any path of the API with its ids; Workers take 16 KB from anybody, signed in or not. */
const MAX_PATH_CHARS = 500;

/** The request's path as it is logged and told: cut, so that nobody fills logs, the audit log or answers with it. */
export const shownPath = (c: Context): string =>
  c.req.path.length > MAX_PATH_CHARS ? `${c.req.path.slice(0, MAX_PATH_CHARS)}…` : c.req.path;

/** The caller's address as Cloudflare saw it. Headers that the caller sets are never trusted. */
export const clientIp = (c: Context<ApiEnv>): string => c.req.header("cf-connecting-ip") ?? "unknown";

/**
 * The caller and the request id. The ledger writes them into the timeline and into the cause of the wake-up
 * that it sends, so that one id leads from the request to the crawl.
 */
export const actorOf = (c: Context<ApiEnv>) => `${principalOf(c).label}:${c.get("requestId")}`;
