import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleExport } from "./examples.ts";
import { ExportView, exportViews } from "./export-view.ts";

const route = createRoute({
  operationId: "listExports",
  method: "get",
  path: "/api/v1/exports",
  tags: ["exports"],
  summary: "List exports within reach, newest first, with their progress",
  request: { query: z.strictObject({ limit: limitParam(100, 50), cursor: cursorParam }) },
  responses: {
    200: okResponse("A page of exports", pageOf(ExportView), { items: [exampleExport], next_cursor: null }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("exports", z.object({ createdAt: z.number(), id: z.string() }));

export const listExports = operation("exports:write", route, async (c) => {
  const { limit, cursor: after } = c.req.valid("query");
  const rows = await c.get("services").exports.list(principalOf(c).reach, limit + 1, cursor.decode(after));
  const page = toPage(rows, limit, ({ createdAt, id }) => cursor.encode({ createdAt, id }));
  return ok(c, { ...page, items: await exportViews(c, page.items) });
});
