import { createRoute } from "@hono/zod-openapi";
import { Keyword } from "../../../../shared/contracts/keyword.ts";
import { answer, errors, ok } from "../../answers.ts";
import { actorOf, operation } from "../../context.ts";
import { KeywordIdParam, ledgerOf, unwrap } from "../../keywords/find-ledger.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/keywords/{id}/restore",
  tags: ["keywords"],
  summary: "Bring a deleted keyword back",
  request: { params: KeywordIdParam },
  responses: { 200: answer("The keyword", Keyword), ...errors(404, 409, 422) },
});

export const restoreKeyword = operation(route, async (c) => {
  const { id } = c.req.valid("param");
  return ok(c, unwrap(await ledgerOf(c.get("services"), id).act(id, "restore", actorOf(c))));
});
