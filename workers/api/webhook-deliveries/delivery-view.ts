/** A delivery as the log shows it. Signatures, secrets and what an answer may hold of a session are not kept. */
import { z } from "@hono/zod-openapi";
import { DELIVERY_STATES, WebhookEvent } from "../../../shared/contracts/webhook.ts";
import type { WebhookDelivery } from "../../db/webhook-schema.ts";
import { Instant } from "../http/answers.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";

export const DeliveryId = z.string().regex(/^msg_[0-9a-f]{32}$/, "is not the id of a delivery");
export const DeliveryParam = z.object({ message_id: DeliveryId });

export const DeliveryState = z
  .enum(DELIVERY_STATES)
  .describe(
    "waiting: to be sent, or tried again; done: answered 2xx; failed: given up; dropped: its reader may not have it any more",
  );

export const DeliveryView = z.object({
  id: DeliveryId.describe("webhook-id of every try"),
  endpoint_id: z.uuid(),
  event: WebhookEvent,
  subscription_id: z.uuid().nullable(),
  state: DeliveryState,
  attempts: z.number().int(),
  created_at: Instant,
  tried_at: Instant.nullable(),
  ended_at: Instant.nullable(),
  next_try_at: Instant.nullable(),
  status: z.number().int().nullable().describe("HTTP status of the last try; null when there was no answer"),
  took_ms: z.number().int().nullable(),
  error: z.string().nullable(),
});

const Headers = z.record(z.string(), z.string()).nullable();
export const DeliveryDetail = DeliveryView.extend({
  request: z.object({ headers: Headers, body: z.string() }),
  answer: z.object({ headers: Headers, body: z.string().nullable() }).describe("Of the last try, cut"),
});

export const deliveryView = (
  row: Omit<WebhookDelivery, "body" | "answerBody">,
): z.infer<typeof DeliveryView> => ({
  id: row.id,
  endpoint_id: row.endpointId,
  event: row.event,
  subscription_id: row.subscriptionId,
  state: row.state,
  attempts: row.attempts,
  created_at: row.createdAt,
  tried_at: row.triedAt,
  ended_at: row.endedAt,
  next_try_at: row.state === "waiting" ? row.nextTryAt : null,
  status: row.status,
  took_ms: row.tookMs,
  error: row.error,
});

export const deliveryDetail = (row: WebhookDelivery): z.infer<typeof DeliveryDetail> => ({
  ...deliveryView(row),
  request: { headers: row.requestHeaders, body: row.body },
  answer: { headers: row.answerHeaders, body: row.answerBody },
});

export const EXAMPLE_MESSAGE_ID = "msg_2f0e6a638a3f4a4e9d0c5a1b7c9e4f10";
export const exampleDeliveryRow = {
  id: EXAMPLE_MESSAGE_ID,
  endpoint_id: "6b0c1f4e-8f0a-4f6e-9a50-0d1d3f2b7c11",
  event: "alert.fired",
  subscription_id: null,
  state: "done",
  attempts: 2,
  created_at: EXAMPLE_NOW - 9000,
  tried_at: EXAMPLE_NOW - 3000,
  ended_at: EXAMPLE_NOW - 3000,
  next_try_at: null,
  status: 200,
  took_ms: 84,
  error: null,
} satisfies z.input<typeof DeliveryView>;
export const exampleDelivery = {
  ...exampleDeliveryRow,
  request: {
    headers: {
      "content-type": "application/json",
      "webhook-id": EXAMPLE_MESSAGE_ID,
      "webhook-timestamp": "1795000000",
      "webhook-signature": "v1,***",
    },
    body: '{"type":"alert.fired","timestamp":"2026-11-22T08:00:00.000Z","data":{}}',
  },
  answer: { headers: { "content-type": "text/plain" }, body: "ok" },
} satisfies z.input<typeof DeliveryDetail>;
