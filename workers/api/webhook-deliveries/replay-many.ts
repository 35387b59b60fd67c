import { createRoute, z } from "@hono/zod-openapi";
import { MAX_REPLAYED, WebhookEvent } from "../../../shared/contracts/webhook.ts";
import { assertNotDeleted, fieldError } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { At, Id } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { EXAMPLE_ENDPOINT_ID } from "../webhook-endpoints/endpoint-view.ts";

const Chosen = z.strictObject({
  endpoint_id: Id,
  event: WebhookEvent.optional(),
  from: At.optional().describe("Made at this time or later, Unix ms"),
  to: At.optional(),
});

const route = createRoute({
  operationId: "replayWebhookDeliveries",
  method: "post",
  path: "/api/v1/webhook-deliveries/replay",
  tags: ["webhooks"],
  summary: `Send deliveries of an endpoint that failed again, the oldest first, at most ${MAX_REPLAYED} a call`,
  request: { body: jsonBody(Chosen, { endpoint_id: EXAMPLE_ENDPOINT_ID }) },
  responses: {
    200: okResponse(
      "They wait again",
      z.object({ replayed: z.number().int(), more: z.boolean().describe("Call again: more are left") }),
      { replayed: 12, more: false },
    ),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const replayWebhookDeliveries = operation("webhooks:write", route, async (c) => {
  const { webhooks } = c.get("services");
  const { endpoint_id: endpointId, ...filter } = c.req.valid("json");
  const endpoint = await webhooks.get(endpointId);
  assertNotDeleted(`webhook endpoint ${endpoint.description}`, endpoint);
  if (!endpoint.enabled) throw fieldError("endpoint_id", "is switched off; switch it on first");
  const replayed = await webhooks.replay({ ...filter, endpointId, state: "failed" });
  audit(c, {
    action: "webhook-delivery.replay-many",
    record: `webhook-endpoint:${endpointId}`,
    after: { ...filter, replayed },
  });
  return ok(c, { replayed, more: replayed === MAX_REPLAYED });
});
