import { createRoute, z } from "@hono/zod-openapi";
import { Keyword } from "../../../shared/contracts/keyword.ts";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf, audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { EXAMPLE_KEYWORD_ID, exampleKeyword } from "./examples.ts";
import { actInReach, KeywordIdParam } from "./find-ledger.ts";

const Deleted = z.object({
  keyword: Keyword,
  restore: z.object({ method: z.literal("POST"), path: z.string() }).describe("The call that brings it back"),
});

const route = createRoute({
  operationId: "deleteKeyword",
  method: "delete",
  path: "/api/v1/keywords/{id}",
  tags: ["keywords"],
  summary: "Delete a keyword; it can be restored",
  request: { params: KeywordIdParam },
  responses: {
    200: okResponse("The deleted keyword", Deleted, {
      keyword: { ...exampleKeyword, deleted_at: EXAMPLE_NOW },
      restore: { method: "POST", path: `/api/v1/keywords/${EXAMPLE_KEYWORD_ID}/restore` },
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const deleteKeyword = operation("keywords:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const { before, after: keyword } = await actInReach(c.get("services"), principalOf(c), {
    id,
    action: "delete",
    actor: actorOf(c),
  });
  audit(c, { action: "keyword.delete", record: `keyword:${id}`, before });
  const path = `/api/v1/keywords/${id}/restore`;
  return ok(
    c,
    { keyword, restore: { method: "POST" as const, path } },
    `deleted; POST ${path} brings it back`,
  );
});
