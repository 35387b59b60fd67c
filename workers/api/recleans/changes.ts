import { createRoute, z } from "@hono/zod-openapi";
import { MAX_VALUE_CHARS } from "../../../shared/contracts/recleans.ts";
import { rowSchema } from "../../../shared/tables/table.ts";
import { CHANGE_COLUMNS, ChangePosition } from "../../recleans/read-changes.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { findReclean } from "./reclean-view.ts";

const ChangeView = rowSchema(CHANGE_COLUMNS);

const route = createRoute({
  operationId: "listRecleanChanges",
  method: "get",
  path: "/api/v1/recleans/{id}/changes",
  tags: ["recleans"],
  summary: "List rows that a re-clean changes, before and after, or that it can't parse; kept for 30 days",
  description: `Values are cut to ${MAX_VALUE_CHARS} characters.`,
  request: {
    params: IdParam,
    query: z.strictObject({
      kind: z
        .enum(["changed", "history", "unreadable"])
        .default("changed")
        .describe("history: older contents of postings, whose changes are told in their life"),
      field: z
        .string()
        .regex(/^[a-z_]{1,40}$/, "is no name of a column")
        .optional()
        .describe("Only rows in which this one changes"),
      limit: limitParam(100, 20),
      cursor: cursorParam,
    }),
  },
  responses: {
    200: okResponse("A page of rows", pageOf(ChangeView), {
      items: [
        {
          target: "jobs",
          row_key: "100000001",
          content_hash: "9f86d081884c7d659a2feaa0c55ad015",
          collected_at: EXAMPLE_NOW,
          parser_before: 6,
          fields: ["salary_months"],
          before: [null],
          after: ["13"],
          reason: "",
        },
      ],
      next_cursor: null,
    }),
    ...errorResponses(400, 404, 422),
  },
});

const cursor = cursorOf("reclean-changes", ChangePosition);

export const listRecleanChanges = operation("read", route, async (c) => {
  const { kind, field, limit, cursor: after } = c.req.valid("query");
  const run = await findReclean(c, c.req.valid("param").id);
  const rows = await c
    .get("services")
    .recleans.changes(run, { kind, field }, limit + 1, cursor.decode(after));
  const page = toPage(rows, limit, ({ row_key: key, target: table, content_hash: hash }) =>
    cursor.encode({ key, table, hash }),
  );
  return ok(c, page);
});
