import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { DeliveryId, DeliveryParam, EXAMPLE_MESSAGE_ID } from "./delivery-view.ts";

const route = createRoute({
  operationId: "replayWebhookDelivery",
  method: "post",
  path: "/api/v1/webhook-deliveries/{message_id}/replay",
  tags: ["webhooks"],
  summary: "Send a delivery that has ended again, with the same id and body",
  request: { params: DeliveryParam },
  responses: {
    200: okResponse("It waits again", z.object({ id: DeliveryId }), { id: EXAMPLE_MESSAGE_ID }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const replayWebhookDelivery = operation("webhooks:write", route, async (c) => {
  const { webhooks } = c.get("services");
  const { message_id: id } = c.req.valid("param");
  const delivery = await webhooks.delivery(id);
  if (!delivery) throw new ApiError("not_found", `no delivery ${id}`);
  if ((await webhooks.replay({ id })) === 0)
    throw new ApiError("invalid_state", `cannot replay: it is ${delivery.state}, or its endpoint is off`);
  audit(c, { action: "webhook-delivery.replay", record: `webhook-delivery:${id}` });
  return ok(c, { id });
});
