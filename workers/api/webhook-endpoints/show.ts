import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { EndpointView, endpointView, exampleEndpoint } from "./endpoint-view.ts";

const route = createRoute({
  operationId: "showWebhookEndpoint",
  method: "get",
  path: "/api/v1/webhook-endpoints/{id}",
  tags: ["webhooks"],
  summary: "Show a webhook endpoint",
  request: { params: IdParam },
  responses: {
    200: okResponse("The webhook endpoint", EndpointView, exampleEndpoint),
    ...errorResponses(404, 422),
  },
});

export const showWebhookEndpoint = operation("webhooks:read", route, async (c) =>
  ok(c, endpointView(c, await c.get("services").webhooks.get(c.req.valid("param").id))),
);
