import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { EXPORT_CONTENT_TYPES } from "../../../shared/contracts/exports.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import type { ExportRecord } from "../../db/export-schema.ts";
import { type ApiEnv, audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { downloadHeaders } from "./download-headers.ts";
import { checkHasFile, checkMaySee, findExport } from "./export-view.ts";

export const FILE_ROUTE = { method: "get", path: "/api/v1/exports/{id}/file" } as const;

export const fileResponse = {
  description: "The file; X-Export-Sha256 is its hash",
  content: {
    [EXPORT_CONTENT_TYPES.csv.replace(/;.*/, "")]: { schema: z.string(), example: "platform,title\r\n" },
    [EXPORT_CONTENT_TYPES.jsonl]: { schema: z.string(), example: '{"title":"Java"}\n' },
    [EXPORT_CONTENT_TYPES.parquet]: { schema: z.string().openapi({ format: "binary" }), example: "PAR1" },
    [EXPORT_CONTENT_TYPES.xlsx]: { schema: z.string().openapi({ format: "binary" }), example: "PK" },
  },
};

const route = createRoute({
  ...FILE_ROUTE,
  operationId: "downloadExport",
  tags: ["exports"],
  summary: "Download the file of an export",
  request: { params: IdParam },
  responses: { 200: fileResponse, ...errorResponses(404, 409, 422) },
});

/** @throws ApiError not_found when the bucket no longer has it */
export async function sendFile(c: Context<ApiEnv>, record: ExportRecord): Promise<Response> {
  const { subject, format, createdAt, id, sha256 } = record;
  const file = await c.get("services").exports.read(record);
  if (!file) throw new ApiError("not_found", `the file of export ${id} is gone`);
  const day = new Date(createdAt).toISOString().slice(0, 10);
  return c.body(file.body, 200, {
    ...downloadHeaders(`${subject}-${day}-${id.slice(0, 8)}.${format}`, EXPORT_CONTENT_TYPES[format]),
    "content-length": String(file.bytes),
    "x-export-sha256": sha256 ?? "",
  });
}

export const downloadExport = operation("exports:write", route, async (c) => {
  const record = await findExport(c, c.req.valid("param").id);
  checkMaySee(record, principalOf(c).seesRecruiters);
  checkHasFile(record);
  const response = await sendFile(c, record);
  audit(c, { action: "export.read", record: `export:${record.id}` });
  return response as never;
});
