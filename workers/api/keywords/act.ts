import { createRoute } from "@hono/zod-openapi";
import { Keyword, KeywordAction } from "../../../shared/contracts/keyword.ts";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf, audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleWaitingKeyword } from "./examples.ts";
import { actedOn, actInReach, KeywordIdParam } from "./find-ledger.ts";

/** `delete` and `restore` have routes of their own. */
const Action = KeywordAction.exclude(["delete", "restore"]);

const route = createRoute({
  operationId: "actOnKeyword",
  method: "post",
  path: "/api/v1/keywords/{id}/actions/{action}",
  tags: ["keywords"],
  summary: "Pause, resume, retry, restart, skip or run a keyword",
  request: { params: KeywordIdParam.extend({ action: Action }) },
  responses: {
    200: okResponse("The keyword after it", Keyword, {
      ...exampleWaitingKeyword,
      state: "paused",
      due_at: null,
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const actOnKeyword = operation("keywords:write", route, async (c) => {
  const { id, action } = c.req.valid("param");
  const acted = await actInReach(c.get("services"), principalOf(c), { id, action, actor: actorOf(c) });
  audit(c, {
    action: `keyword.${action}`,
    record: `keyword:${id}`,
    before: actedOn(acted.before),
    after: actedOn(acted.after),
  });
  return ok(c, acted.after);
});
