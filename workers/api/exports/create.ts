import { createRoute, z } from "@hono/zod-openapi";
import { ExportFormat, ExportSubject } from "../../../shared/contracts/exports.ts";
import { created, createdResponse } from "../http/answers.ts";
import { actorOf, audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { exampleWaitingExport } from "./examples.ts";
import { Columns, ExportView, exportView, wantedExport } from "./export-view.ts";

const route = createRoute({
  operationId: "createExport",
  method: "post",
  path: "/api/v1/exports",
  tags: ["exports"],
  summary: "Begin an export to a file, to be fetched when it is done; it goes on after a crash",
  request: {
    body: jsonBody(
      z.strictObject({
        subject: ExportSubject,
        format: ExportFormat,
        columns: Columns.optional(),
        filter: z
          .record(z.string(), z.unknown())
          .default({})
          .describe(
            "Members of the filter of GET /api/v1/exports/rows; lists as lists. Companies have those of GET /api/v1/companies",
          ),
      }),
      {
        subject: "jobs",
        format: "parquet",
        columns: ["platform", "job_key", "title", "city", "monthly_min", "monthly_max"],
        filter: { city: ["上海"], text: "Java" },
      },
    ),
  },
  responses: {
    201: createdResponse("Begun", ExportView, exampleWaitingExport),
    ...errorResponses(400, 413, 415, 422),
  },
});

export const createExport = operation("exports:write", route, async (c) => {
  const wanted = await wantedExport(c, { columns: undefined, ...c.req.valid("json") });
  const record = await c.get("services").exports.start(wanted, actorOf(c));
  const view = await exportView(c, record);
  const { subject, format, columns, filter, masked } = record;
  audit(c, {
    action: "export.create",
    record: `export:${record.id}`,
    after: { delivery: "file", subject, format, columns: columns.length, filter, masked },
  });
  return created(c, view);
});
