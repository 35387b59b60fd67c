import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { WholeListQuery, wholeList } from "../http/whole-list.ts";
import { operation } from "../operation.ts";
import { DictionaryParams, exampleActiveVersion, exampleVersion, VersionView, versionView } from "./views.ts";

const route = createRoute({
  operationId: "listDictionaryVersions",
  method: "get",
  path: "/api/v1/dictionaries/{platform}/{kind}/versions",
  tags: ["dictionary"],
  summary: "The versions of a dictionary, newest first; the last is the shipped one",
  request: { params: DictionaryParams, query: WholeListQuery },
  responses: {
    200: okResponse("A page of versions", pageOf(VersionView), {
      items: [exampleVersion, exampleActiveVersion],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

const list = wholeList("dictionary-versions", ({ version }: VersionView) => String(version));

export const listDictionaryVersions = operation("read", route, async (c) => {
  const { platform, kind } = c.req.valid("param");
  const all = await c.get("services").dictionaries.versions(platform, kind);
  return ok(c, list.page(all.map(versionView), c.req.valid("query")));
});
