import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { DeadLetterView, deadLetterView } from "./dead-letter-view.ts";
import { exampleDeadLetter } from "./examples.ts";

const route = createRoute({
  operationId: "listDeadLetters",
  method: "get",
  path: "/api/v1/ingest/dead-letters",
  tags: ["ingest"],
  summary: "Batches that ClickHouse refused for their data, newest first",
  request: { query: z.strictObject({ limit: limitParam(200, 50), cursor: cursorParam }) },
  responses: {
    200: okResponse("A page of dead letters", pageOf(DeadLetterView), {
      items: [exampleDeadLetter],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("dead-letters", z.number().int().nonnegative());

export const listDeadLetters = operation("read", route, async (c) => {
  const { limit, cursor: before } = c.req.valid("query");
  const letters = await c.get("services").ingest.listDead(limit + 1, cursor.decode(before));
  const page = toPage(letters, limit, (last) => cursor.encode(last.seq));
  return ok(c, { items: page.items.map(deadLetterView), next_cursor: page.next_cursor });
});
