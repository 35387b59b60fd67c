/** The OpenAPI 3.1 document: the routes bring schemas, names and examples; the preamble brings the rest. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { ApiEnv } from "../http/context.ts";
import { INFO, SECURITY, SECURITY_SCHEMES, TAGS } from "./preamble.ts";

export type OpenApiDocument = ReturnType<ApiEnv["Variables"]["openApi"]>;

/** @returns a new document of all routes of the app */
export function describeApi(app: OpenAPIHono<ApiEnv>): OpenApiDocument {
  const document = app.getOpenAPI31Document({ openapi: "3.1.0", info: INFO, tags: TAGS, security: SECURITY });
  document.components = { ...document.components, securitySchemes: SECURITY_SCHEMES };
  return document;
}
