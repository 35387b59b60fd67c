/** What every handler finds on its context, and how an operation is put together. */
import type { RouteConfig, RouteHandler } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Scope } from "../../../shared/contracts/access.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import type { Logger } from "../../../shared/log.ts";
import type { Principal } from "../../iam/permissions/principal.ts";
import { authorize } from "../middleware/authorize.ts";
import type { OpenApiDocument } from "../openapi/describe-api.ts";
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
    /** The whole API, described. */
    openApi: () => OpenApiDocument;
  };
}

/**
 * Who may call: `public` anyone; `anyone` who is signed in or has a key; `person` one who is signed in;
 * else those who were granted the route's permission, and keys with this scope.
 */
export type Access = "public" | "anyone" | "person" | Scope;

/** How an operation differs from those that people use. */
interface OperationKind {
  /**
   * Called by programs, many times a minute: it has a rate limit of its own and writes no line of the audit log, for
   * nothing of it goes to D1.
   */
  machine?: boolean;
  /** It reads and limits its body itself. */
  ownBody?: boolean;
}

/** Joins what a route needs, the route and its handler; the table in `operations.ts` registers them. */
export const operation = <R extends RouteConfig>(
  access: Access,
  route: R,
  handler: RouteHandler<R, ApiEnv>,
  { machine = false, ownBody = false }: OperationKind = {},
) => ({
  access,
  machine,
  ownBody,
  // In place: the route carries a method that a copy would lose.
  route: Object.assign(route, {
    middleware: authorize(access, route.method, route.path),
    ...(access === "public" && { security: [] }),
  }),
  handler,
});

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
