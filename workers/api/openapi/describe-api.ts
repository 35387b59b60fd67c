/** The OpenAPI 3.1 document: schemas from the routes, names and examples from their docs, errors from one table. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { ApiEnv } from "../http/context.ts";
import { DOCS_BY_ROUTE } from "./docs-by-route.ts";
import type { OperationDocs } from "./example.ts";
import { ERRORS, INFO, SECURITY, SECURITY_SCHEMES, TAGS } from "./preamble.ts";

const METHODS = ["get", "post", "put", "patch", "delete"] as const;
const REQUEST_ID = "4f6c1a30-6c1b-4d8e-9c55-0c7a2f1de311";
const JSON_TYPE = "application/json";

/** The parts of a document that are filled in here. */
interface MediaType {
  example?: unknown;
}
interface Described {
  description?: string;
  content?: Record<string, MediaType>;
}
interface OperationObject {
  operationId?: string;
  requestBody?: Described;
  responses: Record<string, Described>;
}

export type OpenApiDocument = ReturnType<OpenAPIHono<ApiEnv>["getOpenAPI31Document"]>;

const messageOf = (status: number) => (status === 201 ? "created" : "ok");

function setExample(described: Described | undefined, example: unknown, inShape: (data: unknown) => unknown) {
  for (const [type, media] of Object.entries(described?.content ?? {}))
    media.example = type === JSON_TYPE ? inShape(example) : example;
}

function describeErrors(responses: Record<string, Described>) {
  for (const [status, response] of Object.entries(responses)) {
    const known = ERRORS[Number(status)];
    if (!known) continue;
    const { code, message, problems } = known.example;
    response.description = response.description === "Error" ? known.description : response.description;
    setExample(
      response,
      { code, message, data: problems ? { problems } : null, request_id: REQUEST_ID },
      (it) => it,
    );
  }
}

function describe(operation: OperationObject, { id, body, answers, bare = false }: OperationDocs) {
  operation.operationId = id;
  setExample(operation.requestBody, body, (it) => it);
  for (const [status, data] of Object.entries(answers)) {
    const shape = (it: unknown) => ({
      code: 0,
      message: messageOf(Number(status)),
      data: it,
      request_id: REQUEST_ID,
    });
    setExample(operation.responses[status], data, bare ? (it) => it : shape);
  }
  describeErrors(operation.responses);
}

/** @returns a new document; a route without docs keeps its schemas and has no name and no examples */
export function describeApi(app: OpenAPIHono<ApiEnv>): OpenApiDocument {
  const document = app.getOpenAPI31Document({ openapi: "3.1.0", info: INFO, tags: TAGS, security: SECURITY });
  document.components = { ...document.components, securitySchemes: SECURITY_SCHEMES };
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of METHODS) {
      const operation = item[method] as OperationObject | undefined;
      const docs = DOCS_BY_ROUTE[`${method.toUpperCase()} ${path}` as keyof typeof DOCS_BY_ROUTE];
      if (operation && docs) describe(operation, docs);
    }
  }
  return document;
}
