import { createRoute, z } from "@hono/zod-openapi";
import { BulkAction, BulkNoun } from "../../../shared/contracts/bulk.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleBulkAction } from "./examples.ts";
import { sightOf } from "./find-bulk.ts";

const route = createRoute({
  operationId: "listBulkActions",
  method: "get",
  path: "/api/v1/bulk-actions",
  tags: ["bulk actions"],
  summary: "List bulk actions on records that the caller may read, newest first",
  request: {
    query: z.strictObject({
      noun: BulkNoun.optional(),
      limit: limitParam(100, 50),
      cursor: cursorParam,
    }),
  },
  responses: {
    200: okResponse("A page of bulk actions", pageOf(BulkAction), {
      items: [exampleBulkAction],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("bulk-actions", z.object({ createdAt: z.number(), id: z.string() }));

export const listBulkActions = operation("read", route, async (c) => {
  const { noun, limit, cursor: after } = c.req.valid("query");
  const { bulkActions } = c.get("services");
  const sight = sightOf(c);
  const nouns = sight.nouns.filter((name) => noun === undefined || name === noun);
  const rows = await bulkActions.list({ ...sight, nouns }, limit + 1, cursor.decode(after));
  const page = toPage(rows, limit, ({ createdAt, id }) => cursor.encode({ createdAt, id }));
  return ok(c, { ...page, items: await Promise.all(page.items.map((row) => bulkActions.show(row))) });
});
