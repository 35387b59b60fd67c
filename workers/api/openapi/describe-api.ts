/** The OpenAPI 3.1 document: the routes bring schemas, names and examples; the preamble brings the rest. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { ApiEnv } from "../http/context.ts";
import { INFO, SECURITY, SECURITY_SCHEMES, TAGS } from "./preamble.ts";

export type OpenApiDocument = ReturnType<ApiEnv["Variables"]["openApi"]>;

interface Parameter {
  in: string;
  required?: boolean;
  schema?: { enum?: unknown[]; default?: unknown };
  example?: unknown;
  examples?: object;
}

/**
 * Keeps the try-it page from sending filters that nobody chose. Scalar fills in the first value of an enum and ticks
 * every parameter that has a value, so that the first try of a list would show nothing. `x-disabled` is its extension
 * for an example that is there but not ticked.
 */
function untickOptional(operation: unknown): void {
  if (typeof operation !== "object" || operation === null || !("parameters" in operation)) return;
  for (const parameter of operation.parameters as Parameter[]) {
    const { schema, example, examples } = parameter;
    if (parameter.in !== "query" || parameter.required || examples) continue;
    const value = example ?? schema?.default ?? schema?.enum?.[0];
    if (value === undefined) continue;
    // OpenAPI allows one of the two.
    delete parameter.example;
    parameter.examples = { default: { value, "x-disabled": true } };
  }
}

/** @returns a new document of all routes of the app */
export function describeApi(app: OpenAPIHono<ApiEnv>): OpenApiDocument {
  const document = app.getOpenAPI31Document({ openapi: "3.1.0", info: INFO, tags: TAGS, security: SECURITY });
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(path ?? {})) untickOptional(operation);
  }
  document.components = { ...document.components, securitySchemes: SECURITY_SCHEMES };
  return document;
}
