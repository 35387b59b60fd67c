import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleExport } from "./examples.ts";
import { ExportView, exportView, findExport } from "./export-view.ts";

const route = createRoute({
  operationId: "revokeExportLink",
  method: "delete",
  path: "/api/v1/exports/{id}/link",
  tags: ["exports"],
  summary: "Revoke the link to the file",
  request: { params: IdParam },
  responses: { 200: okResponse("Revoked", ExportView, exampleExport), ...errorResponses(404, 413, 422) },
});

export const revokeExportLink = operation("exports:write", route, async (c) => {
  const record = await findExport(c, c.req.valid("param").id);
  await c.get("services").exports.revokeLink(record);
  audit(c, { action: "export.revoke", record: `export:${record.id}` });
  return ok(c, await exportView(c, { ...record, linkHash: null, linkExpiresAt: null }));
});
