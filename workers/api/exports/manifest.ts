import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { columnsOf } from "../../exports/subjects.ts";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleExport } from "./examples.ts";
import { ExportView, exportView, findExport } from "./export-view.ts";

const Manifest = z.object({
  export: ExportView,
  rows: z.number().int().describe("Rows of the file, without a header"),
  bytes: z.number().int(),
  sha256: z.string().describe("Hex, as sha256sum prints it"),
  columns: z.array(z.object({ name: z.string(), type: z.string(), comment: z.string() })),
});

const route = createRoute({
  operationId: "showExportManifest",
  method: "get",
  path: "/api/v1/exports/{id}/manifest",
  tags: ["exports"],
  summary: "What the file of an export holds: rows, bytes, SHA-256, and what each column means",
  request: { params: IdParam },
  responses: {
    200: okResponse("The manifest", Manifest, {
      export: exampleExport,
      rows: exampleExport.rows_total,
      bytes: exampleExport.bytes,
      sha256: exampleExport.sha256,
      columns: [{ name: "title", type: "Nullable(String)", comment: "title of the posting" }],
    }),
    ...errorResponses(404, 409, 422),
  },
});

export const showExportManifest = operation("exports:write", route, async (c) => {
  const record = await findExport(c, c.req.valid("param").id);
  const { rowsDone: rows, bytes, sha256 } = record;
  if (bytes === null || sha256 === null)
    throw new ApiError("invalid_state", `there is no whole file: it is ${record.state}`);
  const columns = columnsOf(record.subject, record.columns).map(({ kind: _, ...column }) => column);
  return ok(c, { export: await exportView(c, record), rows, bytes, sha256, columns });
});
