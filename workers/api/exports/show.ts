import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleExport } from "./examples.ts";
import { ExportView, exportView, findExport } from "./export-view.ts";

const route = createRoute({
  operationId: "showExport",
  method: "get",
  path: "/api/v1/exports/{id}",
  tags: ["exports"],
  summary: "Show one export with its progress",
  request: { params: IdParam },
  responses: { 200: okResponse("The export", ExportView, exampleExport), ...errorResponses(404, 422) },
});

export const showExport = operation("exports:write", route, async (c) => {
  const record = await findExport(c, c.req.valid("param").id);
  return ok(c, await exportView(c, record));
});
