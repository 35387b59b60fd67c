import { createRoute, z } from "@hono/zod-openapi";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";

export const OPENAPI_PATH = "/api/v1/openapi.json";

const Document = z.looseObject({
  openapi: z.literal("3.1.0"),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  paths: z.record(z.string(), z.unknown()),
});

const route = createRoute({
  operationId: "showOpenApi",
  method: "get",
  path: OPENAPI_PATH,
  tags: ["docs"],
  summary: "This document: OpenAPI 3.1",
  responses: {
    200: {
      description: "The document",
      content: {
        "application/json": {
          schema: Document,
          example: { openapi: "3.1.0", info: { title: "JobData", version: "1" }, paths: {} },
        },
      },
    },
    ...errorResponses(),
  },
});

/** Public: the document describes the code and holds no data. */
export const showOpenApi = operation("public", route, (c) =>
  c.json(c.get("openApi")() as z.infer<typeof Document>, 200),
);
