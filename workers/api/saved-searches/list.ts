import { createRoute, z } from "@hono/zod-openapi";
import { SearchKind } from "../../../shared/contracts/saved-search.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleSearch, SavedSearchView, searchView } from "./search-view.ts";

const route = createRoute({
  operationId: "listSavedSearches",
  method: "get",
  path: "/api/v1/saved-searches",
  tags: ["saved searches"],
  summary: "List the caller's saved searches, or those that others share, last changed first",
  request: {
    query: z.strictObject({
      kind: SearchKind.default("jobs"),
      of: z.enum(["me", "others"]).default("me"),
      limit: limitParam(100, 100),
      cursor: cursorParam,
    }),
  },
  responses: {
    200: okResponse("A page of saved searches", pageOf(SavedSearchView), {
      items: [exampleSearch],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("saved-searches", z.tuple([z.number().int().nonnegative(), z.uuid()]));

export const listSavedSearches = operation("read", route, async (c) => {
  const { kind, of, limit, cursor: position } = c.req.valid("query");
  const at = cursor.decode(position);
  const { userId } = principalOf(c);
  const rows = await c
    .get("services")
    .savedSearches.list(
      { kind, userId, ofOthers: of === "others" },
      limit + 1,
      at && { updatedAt: at[0], id: at[1] },
    );
  const { items, next_cursor } = toPage(rows, limit, (last) => cursor.encode([last.updatedAt, last.id]));
  return ok(c, { items: items.map((row) => searchView(c, row)), next_cursor });
});
