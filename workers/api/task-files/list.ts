import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleFile, exampleUse, FileView, Use, useView } from "./file-view.ts";

const route = createRoute({
  operationId: "listTaskFiles",
  method: "get",
  path: "/api/v1/task-files",
  tags: ["tasks"],
  summary: "List the caller's files of tasks, newest first, and how much more the caller may upload",
  request: { query: z.strictObject({ limit: limitParam(100, 50), cursor: cursorParam }) },
  responses: {
    200: okResponse("A page of files", pageOf(FileView).extend({ use: Use }), {
      items: [exampleFile],
      next_cursor: null,
      use: exampleUse,
    }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("task-files", z.object({ at: z.number(), id: z.string() }));

export const listTaskFiles = operation("tasks:read", route, async (c) => {
  const { limit, cursor: after } = c.req.valid("query");
  const { taskFiles } = c.get("services");
  const { userId } = principalOf(c);
  const [rows, use] = await Promise.all([
    taskFiles.list(userId, limit + 1, cursor.decode(after)),
    taskFiles.use(userId),
  ]);
  const page = toPage(rows, limit, ({ createdAt: at, id }) => cursor.encode({ at, id }));
  const items = page.items.map(({ createdAt, ownerId: _, ...file }) => ({ ...file, created_at: createdAt }));
  return ok(c, { ...page, items, use: useView(use) });
});
