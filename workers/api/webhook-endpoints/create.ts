import { createRoute, z } from "@hono/zod-openapi";
import { created, createdResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import {
  checkEndpointUrl,
  EXAMPLE_SECRET,
  endpointFields,
  endpointView,
  exampleEndpoint,
  WithSecret,
} from "./endpoint-view.ts";

const route = createRoute({
  operationId: "createWebhookEndpoint",
  method: "post",
  path: "/api/v1/webhook-endpoints",
  tags: ["webhooks"],
  summary: "Tell an address of events; the answer shows the signing secret once",
  request: {
    body: jsonBody(z.strictObject({ ...endpointFields, enabled: endpointFields.enabled.default(true) }), {
      description: exampleEndpoint.description,
      url: "https://bot.example.com/jobdata",
      events: ["alert.fired", "alert.resolved"],
    }),
  },
  responses: {
    201: createdResponse("Created", WithSecret, {
      endpoint: { ...exampleEndpoint, last_delivered_at: null },
      secret: EXAMPLE_SECRET,
    }),
    ...errorResponses(400, 409, 413, 415, 422),
  },
});

export const createWebhookEndpoint = operation("webhooks:write", route, async (c) => {
  const fields = c.req.valid("json");
  checkEndpointUrl(c, fields.url);
  const { endpoint, secret } = await c.get("services").webhooks.create(fields, principalOf(c).userId);
  const view = endpointView(c, endpoint);
  audit(c, { action: "webhook-endpoint.create", record: `webhook-endpoint:${endpoint.id}`, after: view });
  return created(c, { endpoint: view, secret });
});
