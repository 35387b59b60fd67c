import { createRoute, z } from "@hono/zod-openapi";
import { UnknownTag } from "../../../shared/contracts/skills.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { limitParam } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleUnknown } from "./examples.ts";

const route = createRoute({
  operationId: "listUnknownTags",
  method: "get",
  path: "/api/v1/skills/unknown",
  tags: ["dictionary"],
  summary: "Tags of the last 30 days that the dictionary does not hold, most frequent first",
  request: { query: z.strictObject({ limit: limitParam(200, 50) }) },
  responses: {
    200: okResponse("The tags", pageOf(UnknownTag), { items: [exampleUnknown], next_cursor: null }),
    ...errorResponses(400, 422),
  },
});

export const listUnknownTags = operation("read", route, async (c) => {
  const items = await c.get("services").skills.unknown(c.req.valid("query").limit);
  return ok(c, { items, next_cursor: null });
});
