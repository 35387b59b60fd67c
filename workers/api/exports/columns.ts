import { createRoute, z } from "@hono/zod-openapi";
import { ExportSubject } from "../../../shared/contracts/exports.ts";
import { columnsOf, SUBJECTS } from "../../exports/subjects.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { wholeList, wholeListParams } from "../http/whole-list.ts";
import { operation } from "../operation.ts";

const Column = z.object({
  name: z.string(),
  type: z.string().describe("As ClickHouse names it, and Parquet has it"),
  comment: z.string(),
  usual: z.boolean().describe("Is exported where no columns are named"),
});

const route = createRoute({
  operationId: "listExportColumns",
  method: "get",
  path: "/api/v1/exports/columns",
  tags: ["exports"],
  summary: "The columns that an export can have, and what they mean",
  request: { query: z.strictObject({ subject: ExportSubject.default("jobs"), ...wholeListParams }) },
  responses: {
    200: okResponse("A page of the columns", pageOf(Column), {
      items: [
        { name: "title", type: "Nullable(String)", comment: "title of the posting", usual: true },
        { name: "description", type: "Nullable(String)", comment: "text of the posting", usual: false },
      ],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

const list = wholeList("export-columns", ({ name }: { name: string }) => name);

export const listExportColumns = operation("exports:write", route, async (c) => {
  const { subject, ...page } = c.req.valid("query");
  const { columns, usual } = SUBJECTS[subject];
  const items = columnsOf(subject, Object.keys(columns)).map(({ kind: _, ...column }) => ({
    ...column,
    usual: usual.includes(column.name),
  }));
  return ok(c, list.page(items, page));
});
