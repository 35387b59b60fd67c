import { createRoute, z } from "@hono/zod-openapi";
import { KeywordEvent } from "../../../shared/contracts/keyword.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { exampleKeyword } from "./examples.ts";
import { KeywordIdParam, keywordInReach, ledgerOf } from "./find-ledger.ts";

const route = createRoute({
  operationId: "listKeywordEvents",
  method: "get",
  path: "/api/v1/keywords/{id}/events",
  tags: ["keywords"],
  summary: "What happened to a keyword and why, newest first",
  request: {
    params: KeywordIdParam,
    query: z.strictObject({ limit: limitParam(200, 50), cursor: cursorParam }),
  },
  responses: {
    200: okResponse("A page of events", pageOf(KeywordEvent), {
      items: [
        {
          seq: 12,
          at: EXAMPLE_NOW - 30_000,
          type: "done",
          run_id: exampleKeyword.run.run_id,
          detail: { outcome: "past-end", pages: 20 },
        },
        {
          seq: 1,
          at: EXAMPLE_NOW - 3_600_000,
          type: "created",
          run_id: null,
          detail: { actor: "admin:4f6c1a30-6c1b-4d8e-9c55-0c7a2f1de311" },
        },
      ],
      next_cursor: null,
    }),
    ...errorResponses(400, 404, 422),
  },
});

const cursor = cursorOf("keyword-events", z.number().int().nonnegative());

export const listKeywordEvents = operation("read", route, async (c) => {
  const { id } = c.req.valid("param");
  const { limit, cursor: before } = c.req.valid("query");
  const beforeSeq = cursor.decode(before);
  const principal = principalOf(c);
  await keywordInReach(c.get("services"), principal, id);
  // Who sees all records sees also what happened under an earlier owner.
  const ofOwner = principal.reach.kind !== "all";
  const events = await ledgerOf(c.get("services"), id).events(id, limit + 1, { beforeSeq, ofOwner });
  return ok(
    c,
    toPage(events, limit, (last) => cursor.encode(last.seq)),
  );
});
