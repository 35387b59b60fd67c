import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { EXAMPLE_EXPORT_ID } from "./examples.ts";
import { findExport } from "./export-view.ts";

const route = createRoute({
  operationId: "deleteExport",
  method: "delete",
  path: "/api/v1/exports/{id}",
  tags: ["exports"],
  summary: "Delete an export with its file and its link; one that runs is cancelled first",
  request: { params: IdParam },
  responses: {
    200: okResponse("Deleted", z.object({ id: z.uuid() }), { id: EXAMPLE_EXPORT_ID }),
    ...errorResponses(404, 413, 422),
  },
});

export const deleteExport = operation("exports:write", route, async (c) => {
  const record = await findExport(c, c.req.valid("param").id);
  await c.get("services").exports.delete(record);
  const { id, subject, format, state, rowsTotal: rows } = record;
  audit(c, { action: "export.delete", record: `export:${id}`, before: { subject, format, state, rows } });
  return ok(c, { id });
});
