import { createRoute } from "@hono/zod-openapi";
import { answer, errors, ok, pageOf } from "../http/answers.ts";
import { operation } from "../http/context.ts";
import { listResources, ResourceQuery } from "../resources/resource-view.ts";
import { TokenView, tokenView } from "./token-view.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/platform-tokens",
  tags: ["platform-tokens"],
  summary: "List platform tokens with what they do now, newest first",
  request: { query: ResourceQuery },
  responses: { 200: answer("A page of platform tokens", pageOf(TokenView)), ...errors(400, 422) },
});

export const listPlatformTokens = operation("read", route, async (c) => {
  const { items, next_cursor } = await listResources(c, "token", c.req.valid("query"));
  return ok(c, { items: items.map(tokenView), next_cursor });
});
