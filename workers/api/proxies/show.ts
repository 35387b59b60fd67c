import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { existingResource } from "../resources/resource-view.ts";
import { exampleProxy } from "./examples.ts";
import { ProxyView, proxyView } from "./proxy-view.ts";

const route = createRoute({
  operationId: "showProxy",
  method: "get",
  path: "/api/v1/proxies/{id}",
  tags: ["proxies"],
  summary: "Show a proxy; its secret is never shown again",
  request: { params: IdParam },
  responses: { 200: okResponse("The proxy", ProxyView, exampleProxy), ...errorResponses(404, 422) },
});

export const showProxy = operation("read", route, async (c) =>
  ok(c, proxyView(await existingResource(c, "proxy", c.req.valid("param").id))),
);
