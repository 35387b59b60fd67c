import { createRoute, z } from "@hono/zod-openapi";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam, Restore, restoreOf } from "../http/fields.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { EndpointView, EXAMPLE_ENDPOINT_ID, endpointView, exampleEndpoint } from "./endpoint-view.ts";

const route = createRoute({
  operationId: "deleteWebhookEndpoint",
  method: "delete",
  path: "/api/v1/webhook-endpoints/{id}",
  tags: ["webhooks"],
  summary: "Delete a webhook endpoint: what waits for it fails",
  request: { params: IdParam },
  responses: {
    200: okResponse("The deleted endpoint", z.object({ endpoint: EndpointView, restore: Restore }), {
      endpoint: { ...exampleEndpoint, deleted_at: EXAMPLE_NOW },
      restore: { method: "POST", path: `/api/v1/webhook-endpoints/${EXAMPLE_ENDPOINT_ID}/restore` },
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const deleteWebhookEndpoint = operation("webhooks:write", route, async (c) => {
  const { webhooks } = c.get("services");
  const before = await webhooks.get(c.req.valid("param").id);
  assertNotDeleted(`webhook endpoint ${before.description}`, before);
  const endpoint = endpointView(c, await webhooks.delete(before));
  audit(c, {
    action: "webhook-endpoint.delete",
    record: `webhook-endpoint:${before.id}`,
    before: endpointView(c, before),
  });
  return ok(c, { endpoint, restore: restoreOf("webhook-endpoints", before.id) });
});
