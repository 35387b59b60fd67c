import { createRoute, z } from "@hono/zod-openapi";
import { Keyword } from "../../../../shared/contracts/keyword.ts";
import { answer, errors, ok } from "../../answers.ts";
import { actorOf, operation } from "../../context.ts";
import { KeywordIdParam, ledgerOf, unwrap } from "../../keywords/find-ledger.ts";

const Deleted = z.object({
  keyword: Keyword,
  restore: z.object({ method: z.literal("POST"), path: z.string() }).describe("The call that brings it back"),
});

const route = createRoute({
  method: "delete",
  path: "/api/v1/keywords/{id}",
  tags: ["keywords"],
  summary: "Delete a keyword; it can be restored",
  request: { params: KeywordIdParam },
  responses: { 200: answer("The deleted keyword", Deleted), ...errors(404, 409, 422) },
});

export const deleteKeyword = operation(route, async (c) => {
  const { id } = c.req.valid("param");
  const keyword = unwrap(await ledgerOf(c.get("services"), id).act(id, "delete", actorOf(c)));
  const path = `/api/v1/keywords/${id}/restore`;
  return ok(
    c,
    { keyword, restore: { method: "POST" as const, path } },
    `deleted; POST ${path} brings it back`,
  );
});
