import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleReclean, RecleanView, recleanView } from "./reclean-view.ts";

const route = createRoute({
  operationId: "listRecleans",
  method: "get",
  path: "/api/v1/recleans",
  tags: ["recleans"],
  summary: "List re-cleans, newest first, with their progress",
  request: { query: z.strictObject({ limit: limitParam(100, 50), cursor: cursorParam }) },
  responses: {
    200: okResponse("A page of re-cleans", pageOf(RecleanView), {
      items: [exampleReclean],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("recleans", z.object({ createdAt: z.number(), id: z.string() }));

export const listRecleans = operation("read", route, async (c) => {
  const { limit, cursor: after } = c.req.valid("query");
  const runs = await c.get("services").recleans.list(limit + 1, cursor.decode(after));
  const page = toPage(runs, limit, ({ createdAt, id }) => cursor.encode({ createdAt, id }));
  return ok(c, { ...page, items: page.items.map(recleanView) });
});
