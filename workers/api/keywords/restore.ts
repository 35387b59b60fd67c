import { createRoute } from "@hono/zod-openapi";
import { Keyword } from "../../../shared/contracts/keyword.ts";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf, audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleWaitingKeyword } from "./examples.ts";
import { actInReach, KeywordIdParam } from "./find-ledger.ts";

const route = createRoute({
  operationId: "restoreKeyword",
  method: "post",
  path: "/api/v1/keywords/{id}/restore",
  tags: ["keywords"],
  summary: "Bring a deleted keyword back",
  request: { params: KeywordIdParam },
  responses: {
    200: okResponse("The keyword", Keyword, exampleWaitingKeyword),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const restoreKeyword = operation("keywords:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const { after } = await actInReach(c.get("services"), principalOf(c), {
    id,
    action: "restore",
    actor: actorOf(c),
  });
  audit(c, { action: "keyword.restore", record: `keyword:${id}`, after });
  return ok(c, after);
});
