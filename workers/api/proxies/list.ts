import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { listResources, ResourceQuery } from "../resources/resource-view.ts";
import { exampleProxy } from "./examples.ts";
import { ProxyView, proxyView } from "./proxy-view.ts";

const route = createRoute({
  operationId: "listProxies",
  method: "get",
  path: "/api/v1/proxies",
  tags: ["proxies"],
  summary: "List proxies with what they do now, newest first",
  request: { query: ResourceQuery },
  responses: {
    200: okResponse("A page of proxies", pageOf(ProxyView), { items: [exampleProxy], next_cursor: null }),
    ...errorResponses(400, 422),
  },
});

export const listProxies = operation("read", route, async (c) => {
  const { items, next_cursor } = await listResources(c, "proxy", c.req.valid("query"));
  return ok(c, { items: items.map(proxyView), next_cursor });
});
