/** What every handler finds on its context. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { ApiError } from "../../../shared/errors/codes.ts";
import type { Logger } from "../../../shared/log.ts";
import type { Principal } from "../../iam/permissions/principal.ts";
import type { Services } from "../services.ts";

/** What a route tells the audit log beside the request itself. */
export interface AuditNote {
  /** `noun.verb`, for example `user.update`. */
  action: string;
  /** `noun:id`. */
  record?: string;
  before?: unknown;
  after?: unknown;
  /** Where nobody is signed in yet: the name that was typed, and whose it is. */
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
    /** The OpenAPI document of the whole API. */
    openApi: () => ReturnType<OpenAPIHono["getOpenAPI31Document"]>;
  };
}

/** Is it one of certain routes? @param pattern its path as the router names it */
export type IsRoute = (method: string, pattern: string) => boolean;

/** @throws ApiError unauthorized on a public route */
export function principalOf(c: Context<ApiEnv>): Principal {
  const principal = c.get("principal");
  if (!principal) throw new ApiError("unauthorized", "sign in first");
  return principal;
}

/** Tells the audit log more than the request does; secrets inside are taken out. */
export const audit = (c: Context<ApiEnv>, note: AuditNote): void => c.set("audit", note);

/** Address of the caller as Cloudflare saw it; a header of the caller's own is never believed. */
export const clientIp = (c: Context<ApiEnv>): string => c.req.header("cf-connecting-ip") ?? "unknown";

/**
 * Who acts, and by which request. The ledger writes it into the timeline and into the cause of the wake-up
 * that it sends, so that one id leads from the request to the crawl.
 */
export const actorOf = (c: Context<ApiEnv>) => `${principalOf(c).label}:${c.get("requestId")}`;
