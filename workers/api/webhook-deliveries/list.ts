import { createRoute, z } from "@hono/zod-openapi";
import { WebhookEvent } from "../../../shared/contracts/webhook.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Id, QueryAt } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { DeliveryState, DeliveryView, deliveryView, exampleDeliveryRow } from "./delivery-view.ts";

const route = createRoute({
  operationId: "listWebhookDeliveries",
  method: "get",
  path: "/api/v1/webhook-deliveries",
  tags: ["webhooks"],
  summary: "The log of deliveries to webhook endpoints, newest first; kept 30 days",
  request: {
    query: z.strictObject({
      endpoint_id: Id.optional(),
      state: DeliveryState.optional(),
      event: WebhookEvent.optional(),
      from: QueryAt.optional().describe("Made at this time or later, Unix ms"),
      to: QueryAt.optional(),
      limit: limitParam(100, 50),
      cursor: cursorParam,
    }),
  },
  responses: {
    200: okResponse("A page of deliveries", pageOf(DeliveryView), {
      items: [exampleDeliveryRow],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("webhook-deliveries", z.tuple([z.number().int().nonnegative(), z.string().max(40)]));

export const listWebhookDeliveries = operation("webhooks:read", route, async (c) => {
  const { endpoint_id: endpointId, limit, cursor: position, ...filter } = c.req.valid("query");
  const at = cursor.decode(position);
  const rows = await c
    .get("services")
    .webhooks.deliveries({ ...filter, endpointId }, limit + 1, at && { createdAt: at[0], id: at[1] });
  const page = toPage(rows, limit, (last) => cursor.encode([last.createdAt, last.id]));
  return ok(c, { ...page, items: page.items.map(deliveryView) });
});
