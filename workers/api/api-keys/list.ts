import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Flag } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { ApiKeyView, apiKeyView, seesKeysOfOthers } from "./api-key-view.ts";
import { exampleApiKey } from "./examples.ts";

const Query = z.strictObject({ include_revoked: Flag, limit: limitParam(200, 50), cursor: cursorParam });

const route = createRoute({
  operationId: "listApiKeys",
  method: "get",
  path: "/api/v1/api-keys",
  tags: ["api-keys"],
  summary: "List one's own API keys, newest first; those within reach for who may read users",
  request: { query: Query },
  responses: {
    200: okResponse("A page of keys", pageOf(ApiKeyView), { items: [exampleApiKey], next_cursor: null }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("api-keys", z.object({ createdAt: z.number(), id: z.string() }));

export const listApiKeys = operation("keys:write", route, async (c) => {
  const { apiKeys } = c.get("services").identity;
  const { include_revoked, limit, cursor: after } = c.req.valid("query");
  const principal = principalOf(c);
  const reach = seesKeysOfOthers(principal)
    ? principal.reach
    : ({ kind: "own", userId: principal.userId } as const);
  const filter = { reach, includeRevoked: include_revoked === "true" };
  const rows = await apiKeys.list(filter, limit + 1, cursor.decode(after));
  const page = toPage(rows, limit, ({ createdAt, id }) => cursor.encode({ createdAt, id }));
  return ok(c, { ...page, items: page.items.map(apiKeyView) });
});
