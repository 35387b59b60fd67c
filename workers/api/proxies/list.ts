import { createRoute } from "@hono/zod-openapi";
import { answer, errors, ok, pageOf } from "../http/answers.ts";
import { operation } from "../http/context.ts";
import { listResources, ResourceQuery } from "../resources/resource-view.ts";
import { ProxyView, proxyView } from "./proxy-view.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/proxies",
  tags: ["proxies"],
  summary: "List proxies with what they do now, newest first",
  request: { query: ResourceQuery },
  responses: { 200: answer("A page of proxies", pageOf(ProxyView)), ...errors(400, 422) },
});

export const listProxies = operation("read", route, async (c) => {
  const { items, next_cursor } = await listResources(c, "proxy", c.req.valid("query"));
  return ok(c, { items: items.map(proxyView), next_cursor });
});
