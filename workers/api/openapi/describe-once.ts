/** Puts the OpenAPI document of the app on the context; it is computed at the first request. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import type { ApiEnv } from "../http/context.ts";
import { describeApi, type OpenApiDocument } from "./describe-api.ts";

export function describeOnce(app: OpenAPIHono<ApiEnv>): MiddlewareHandler<ApiEnv> {
  let document: OpenApiDocument | undefined;
  return (c, next) => {
    c.set("openApi", () => {
      document ??= describeApi(app);
      return document;
    });
    return next();
  };
}
