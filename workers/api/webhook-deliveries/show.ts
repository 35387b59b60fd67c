import { createRoute } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { DeliveryDetail, DeliveryParam, deliveryDetail, exampleDelivery } from "./delivery-view.ts";

const route = createRoute({
  operationId: "showWebhookDelivery",
  method: "get",
  path: "/api/v1/webhook-deliveries/{message_id}",
  tags: ["webhooks"],
  summary: "Show a delivery with its request and the answer of its last try",
  request: { params: DeliveryParam },
  responses: {
    200: okResponse("The delivery", DeliveryDetail, exampleDelivery),
    ...errorResponses(404, 422),
  },
});

export const showWebhookDelivery = operation("webhooks:read", route, async (c) => {
  const { message_id: id } = c.req.valid("param");
  const delivery = await c.get("services").webhooks.delivery(id);
  if (!delivery) throw new ApiError("not_found", `no delivery ${id}`);
  return ok(c, deliveryDetail(delivery));
});
