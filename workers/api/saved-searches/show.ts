import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleSearch, findSearch, SavedSearchView, searchView } from "./search-view.ts";

const route = createRoute({
  operationId: "showSavedSearch",
  method: "get",
  path: "/api/v1/saved-searches/{id}",
  tags: ["saved searches"],
  summary: "Show a saved search of the caller, or one that is shared",
  request: { params: IdParam },
  responses: {
    200: okResponse("The saved search", SavedSearchView, exampleSearch),
    ...errorResponses(404, 422),
  },
});

export const showSavedSearch = operation("read", route, async (c) =>
  ok(c, searchView(c, await findSearch(c, c.req.valid("param").id))),
);
