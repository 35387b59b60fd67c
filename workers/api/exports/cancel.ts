import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleWaitingExport } from "./examples.ts";
import { ExportView, exportView, findExport } from "./export-view.ts";

const route = createRoute({
  operationId: "cancelExport",
  method: "post",
  path: "/api/v1/exports/{id}/cancel",
  tags: ["exports"],
  summary: "End an export that has not ended; its copy of the rows and its parts are deleted",
  request: { params: IdParam },
  responses: {
    200: okResponse("Cancelled", ExportView, { ...exampleWaitingExport, state: "cancelled" }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const cancelExport = operation("exports:write", route, async (c) => {
  const record = await findExport(c, c.req.valid("param").id);
  const cancelled = await c.get("services").exports.cancel(record);
  audit(c, { action: "export.cancel", record: `export:${record.id}`, before: { state: record.state } });
  return ok(c, await exportView(c, cancelled));
});
