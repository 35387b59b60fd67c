import { createRoute } from "@hono/zod-openapi";
import { assertDeleted } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { EndpointView, endpointView, exampleEndpoint } from "./endpoint-view.ts";

const route = createRoute({
  operationId: "restoreWebhookEndpoint",
  method: "post",
  path: "/api/v1/webhook-endpoints/{id}/restore",
  tags: ["webhooks"],
  summary: "Bring a deleted webhook endpoint back; what failed meanwhile can be replayed",
  request: { params: IdParam },
  responses: {
    200: okResponse("The webhook endpoint", EndpointView, exampleEndpoint),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const restoreWebhookEndpoint = operation("webhooks:write", route, async (c) => {
  const { webhooks } = c.get("services");
  const before = await webhooks.get(c.req.valid("param").id);
  assertDeleted(`webhook endpoint ${before.description}`, before);
  const after = endpointView(c, await webhooks.restore(before));
  audit(c, { action: "webhook-endpoint.restore", record: `webhook-endpoint:${before.id}`, after });
  return ok(c, after);
});
