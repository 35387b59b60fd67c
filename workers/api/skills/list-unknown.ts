import { createRoute, z } from "@hono/zod-openapi";
import { UnknownTag } from "../../../shared/contracts/skills.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleUnknown } from "./examples.ts";

const route = createRoute({
  operationId: "listUnknownTags",
  method: "get",
  path: "/api/v1/skills/unknown",
  tags: ["dictionary"],
  summary: "Tags of the last 30 days that the dictionary does not hold, most frequent first",
  request: { query: z.strictObject({ limit: limitParam(200, 50), cursor: cursorParam }) },
  responses: {
    200: okResponse("A page of tags", pageOf(UnknownTag), { items: [exampleUnknown], next_cursor: null }),
    ...errorResponses(400, 422),
  },
});

/** Deeper pages would hold tags of one posting or two. */
const MAX_SKIPPED = 100_000;
/** A place by its number: the tag itself may hold a contact, which a cursor would show to whom it is hidden from. */
const cursor = cursorOf("unknown-tags", z.number().int().positive().max(MAX_SKIPPED));

export const listUnknownTags = operation("read", route, async (c) => {
  const { limit, cursor: position } = c.req.valid("query");
  const skipped = cursor.decode(position) ?? 0;
  const rows = await c.get("services").skills.unknown(limit + 1, skipped);
  const next = skipped + limit;
  const page = toPage(rows, limit, () => cursor.encode(next));
  return ok(c, next > MAX_SKIPPED ? { ...page, next_cursor: null } : page);
});
