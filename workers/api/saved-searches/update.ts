import { createRoute, z } from "@hono/zod-openapi";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import {
  checkQuery,
  exampleSearch,
  findOwnSearch,
  SavedSearchView,
  searchFields,
  searchView,
} from "./search-view.ts";

const route = createRoute({
  operationId: "updateSavedSearch",
  method: "patch",
  path: "/api/v1/saved-searches/{id}",
  tags: ["saved searches"],
  summary: "Rename a saved search, share it, or change what it searches",
  request: {
    params: IdParam,
    body: jsonBody(z.strictObject(searchFields).partial(), { name: "Java in 上海 and 北京" }),
  },
  responses: {
    200: okResponse("The saved search", SavedSearchView, exampleSearch),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const updateSavedSearch = operation("searches:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const { query, ...change } = c.req.valid("json");
  const { savedSearches, clock } = c.get("services");
  const search = await findOwnSearch(c, id);
  assertNotDeleted(`saved search ${search.name}`, search);
  await savedSearches.update(search, {
    ...change,
    ...(query !== undefined && { query: await checkQuery(c, search.kind, query) }),
    updatedAt: clock.now(),
  });
  const before = searchView(c, search);
  const after = searchView(c, await findOwnSearch(c, id));
  audit(c, { action: "saved-search.update", record: `saved-search:${id}`, before, after });
  return ok(c, after);
});
