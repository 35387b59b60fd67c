import { createRoute } from "@hono/zod-openapi";
import { assertDeleted } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleSearch, findOwnSearch, SavedSearchView, searchView } from "./search-view.ts";

const route = createRoute({
  operationId: "restoreSavedSearch",
  method: "post",
  path: "/api/v1/saved-searches/{id}/restore",
  tags: ["saved searches"],
  summary: "Bring a deleted search back",
  request: { params: IdParam },
  responses: {
    200: okResponse("The saved search", SavedSearchView, exampleSearch),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const restoreSavedSearch = operation("searches:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const { savedSearches, clock } = c.get("services");
  const search = await findOwnSearch(c, id);
  assertDeleted(`saved search ${search.name}`, search);
  await savedSearches.update(search, { deletedAt: null, updatedAt: clock.now() });
  const after = searchView(c, await findOwnSearch(c, id));
  audit(c, { action: "saved-search.restore", record: `saved-search:${id}`, after });
  return ok(c, after);
});
