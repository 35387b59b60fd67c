import { createRoute } from "@hono/zod-openapi";
import { answer, errors, ok } from "../http/answers.ts";
import { operation } from "../http/context.ts";
import { IdParam } from "../http/fields.ts";
import { existingResource } from "../resources/resource-view.ts";
import { ProxyView, proxyView } from "./proxy-view.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/proxies/{id}",
  tags: ["proxies"],
  summary: "Show a proxy; its secret is never shown again",
  request: { params: IdParam },
  responses: { 200: answer("The proxy", ProxyView), ...errors(404, 422) },
});

export const showProxy = operation("read", route, async (c) =>
  ok(c, proxyView(await existingResource(c, "proxy", c.req.valid("param").id))),
);
