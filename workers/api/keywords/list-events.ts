import { createRoute, z } from "@hono/zod-openapi";
import { KeywordEvent } from "../../../shared/contracts/keyword.ts";
import { answer, errors, ok, pageOf } from "../http/answers.ts";
import { operation, principalOf } from "../http/context.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { KeywordIdParam, keywordInReach, ledgerOf } from "./find-ledger.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/keywords/{id}/events",
  tags: ["keywords"],
  summary: "What happened to a keyword and why, newest first",
  request: {
    params: KeywordIdParam,
    query: z.strictObject({ limit: limitParam(200, 50), cursor: cursorParam }),
  },
  responses: { 200: answer("A page of events", pageOf(KeywordEvent)), ...errors(400, 404, 422) },
});

const cursor = cursorOf("keyword-events", z.number().int().nonnegative());

export const listKeywordEvents = operation("read", route, async (c) => {
  const { id } = c.req.valid("param");
  const { limit, cursor: before } = c.req.valid("query");
  const beforeSeq = cursor.decode(before);
  await keywordInReach(c.get("services"), principalOf(c), id);
  const events = await ledgerOf(c.get("services"), id).events(id, limit + 1, beforeSeq);
  return ok(
    c,
    toPage(events, limit, (last) => cursor.encode(last.seq)),
  );
});
