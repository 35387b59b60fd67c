import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { listResources, ResourceQuery } from "../resources/resource-view.ts";
import { exampleToken } from "./examples.ts";
import { TokenView, tokenView } from "./token-view.ts";

const route = createRoute({
  operationId: "listPlatformTokens",
  method: "get",
  path: "/api/v1/platform-tokens",
  tags: ["platform-tokens"],
  summary: "List platform tokens with what they do now, newest first",
  request: { query: ResourceQuery },
  responses: {
    200: okResponse("A page of platform tokens", pageOf(TokenView), {
      items: [exampleToken],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

export const listPlatformTokens = operation("read", route, async (c) => {
  const { items, next_cursor } = await listResources(c, "token", c.req.valid("query"));
  return ok(c, { items: items.map(tokenView), next_cursor });
});
