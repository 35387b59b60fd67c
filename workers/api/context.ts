/** What every handler finds on its context, and how an operation is put together. */
import type { RouteConfig, RouteHandler } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Logger } from "../log.ts";
import type { Services } from "../services-types.ts";
import type { OpenApiDocument } from "./openapi/describe-api.ts";

export interface ApiEnv {
  Variables: {
    requestId: string;
    /** Carries the request id. */
    logger: Logger;
    services: Services;
    /** The whole API, described. */
    openApi: () => OpenApiDocument;
  };
}

/** Joins a route and its handler; the table in `app.ts` registers them. */
export const operation = <R extends RouteConfig>(route: R, handler: RouteHandler<R, ApiEnv>) => ({
  route,
  handler,
});

/**
 * Who acts, and by which request. The ledger writes it into the timeline and into the cause of the wake-up
 * that it sends, so that one id leads from the request to the crawl.
 */
export const actorOf = (c: Context<ApiEnv>) => `admin:${c.get("requestId")}`;
