import { createRoute } from "@hono/zod-openapi";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { DeliveryDetail, deliveryDetail, exampleDelivery } from "../webhook-deliveries/delivery-view.ts";

const route = createRoute({
  operationId: "testWebhookEndpoint",
  method: "post",
  path: "/api/v1/webhook-endpoints/{id}/test",
  tags: ["webhooks"],
  summary: "Send a signed event of the kind webhook.test, and tell what came back",
  request: { params: IdParam },
  responses: {
    200: okResponse("The delivery", DeliveryDetail, { ...exampleDelivery, event: "webhook.test" }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const testWebhookEndpoint = operation("webhooks:write", route, async (c) => {
  const { webhooks } = c.get("services");
  const endpoint = await webhooks.get(c.req.valid("param").id);
  assertNotDeleted(`webhook endpoint ${endpoint.description}`, endpoint);
  const delivery = await webhooks.test(endpoint);
  audit(c, {
    action: "webhook-endpoint.test",
    record: `webhook-endpoint:${endpoint.id}`,
    after: { status: delivery.status },
  });
  return ok(c, deliveryDetail(delivery));
});
