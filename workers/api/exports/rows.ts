import { createRoute, z } from "@hono/zod-openapi";
import {
  EXPORT_CONTENT_TYPES,
  ExportFormat,
  ExportSubject,
  MAX_STREAM_ROWS,
} from "../../../shared/contracts/exports.ts";
import { JOB_FILTER_SHAPE } from "../../../shared/contracts/job-filter.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { downloadHeaders } from "./download-headers.ts";
import { Columns, wantedExport } from "./export-view.ts";

const EXAMPLE_LINES = "\ufeffplatform,job_key,title\r\nqcwy,150000001,Python开发工程师\r\n";

const route = createRoute({
  operationId: "exportRows",
  method: "get",
  path: "/api/v1/exports/rows",
  tags: ["exports"],
  summary: "Export what a filter finds, sent while it is read",
  description: `At most ${MAX_STREAM_ROWS} rows. X-Export-Rows says how many rows the file has, X-Export-Id under which id its manifest is kept. A connection that breaks is an error, never a shorter file.`,
  request: {
    query: z.strictObject({
      subject: ExportSubject.default("jobs"),
      format: ExportFormat.default("csv"),
      columns: z
        .string()
        .transform((names) => names.split(",").map((name) => name.trim()))
        .pipe(Columns)
        .optional()
        .openapi({ type: "string", description: "Names of columns, separated by commas" }),
      ...JOB_FILTER_SHAPE,
    }),
  },
  responses: {
    200: {
      description: "The file",
      content: {
        "text/csv": { schema: z.string(), example: EXAMPLE_LINES },
        "application/x-ndjson": {
          schema: z.string(),
          example: '{"platform":"qcwy","job_key":"150000001","title":"Python开发工程师"}\n',
        },
        [EXPORT_CONTENT_TYPES.parquet]: { schema: z.string().openapi({ format: "binary" }), example: "PAR1" },
        [EXPORT_CONTENT_TYPES.xlsx]: { schema: z.string().openapi({ format: "binary" }), example: "PK" },
      },
    },
    ...errorResponses(400, 422),
  },
});

export const exportRows = operation("exports:write", route, async (c) => {
  const { subject, format, columns, ...filter } = c.req.valid("query");
  const wanted = await wantedExport(c, { subject, format, columns, filter });
  const headers = downloadHeaders(`${subject}.${format}`, EXPORT_CONTENT_TYPES[format]);
  // A HEAD asks whether it would work, and reads nothing.
  if (c.req.raw.method === "HEAD") return c.body(null, 200, headers) as never;
  const { record, body } = await c.get("services").exports.stream(wanted);
  audit(c, {
    action: "export.create",
    record: `export:${record.id}`,
    after: {
      ...{ delivery: "stream", subject, format, columns: wanted.columns.length, filter: wanted.filter },
      ...{ masked: wanted.masked, rows: record.rowsTotal },
    },
  });
  return c.body(body, 200, {
    ...headers,
    "x-export-id": record.id,
    "x-export-rows": String(record.rowsTotal),
  }) as never;
});
