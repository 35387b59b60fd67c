import { createRoute, z } from "@hono/zod-openapi";
import { SearchKind } from "../../../shared/contracts/saved-search.ts";
import { created, createdResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
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
  operationId: "createSavedSearch",
  method: "post",
  path: "/api/v1/saved-searches",
  tags: ["saved searches"],
  summary: "Save a search under a name",
  request: {
    body: jsonBody(
      z.strictObject({ kind: SearchKind, ...searchFields, shared: searchFields.shared.default(false) }),
      { kind: "jobs", name: exampleSearch.name, query: exampleSearch.query, shared: true },
    ),
  },
  responses: {
    201: createdResponse("Saved", SavedSearchView, exampleSearch),
    ...errorResponses(400, 409, 413, 415, 422),
  },
});

export const createSavedSearch = operation("searches:write", route, async (c) => {
  const { kind, name, query, shared } = c.req.valid("json");
  const { savedSearches, clock } = c.get("services");
  const id = crypto.randomUUID();
  const now = clock.now();
  await savedSearches.create({
    id,
    ownerId: principalOf(c).userId,
    kind,
    name,
    query: await checkQuery(c, kind, query),
    shared,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
  });
  const view = searchView(c, await findOwnSearch(c, id));
  audit(c, { action: "saved-search.create", record: `saved-search:${id}`, after: view });
  return created(c, view);
});
