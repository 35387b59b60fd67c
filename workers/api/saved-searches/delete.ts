import { createRoute, z } from "@hono/zod-openapi";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam, Restore, restoreOf } from "../http/fields.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import {
  EXAMPLE_SEARCH_ID,
  exampleSearch,
  findOwnSearch,
  SavedSearchView,
  searchView,
} from "./search-view.ts";

const route = createRoute({
  operationId: "deleteSavedSearch",
  method: "delete",
  path: "/api/v1/saved-searches/{id}",
  tags: ["saved searches"],
  summary: "Delete a saved search; it can be brought back while it is among the last deleted ones",
  request: { params: IdParam },
  responses: {
    200: okResponse("The deleted search", z.object({ search: SavedSearchView, restore: Restore }), {
      search: { ...exampleSearch, deleted_at: EXAMPLE_NOW },
      restore: { method: "POST", path: `/api/v1/saved-searches/${EXAMPLE_SEARCH_ID}/restore` },
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const deleteSavedSearch = operation("searches:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const { savedSearches, clock } = c.get("services");
  const search = await findOwnSearch(c, id);
  assertNotDeleted(`saved search ${search.name}`, search);
  await savedSearches.delete(search, clock.now());
  audit(c, { action: "saved-search.delete", record: `saved-search:${id}`, before: searchView(c, search) });
  return ok(c, {
    search: searchView(c, await findOwnSearch(c, id)),
    restore: restoreOf("saved-searches", id),
  });
});
