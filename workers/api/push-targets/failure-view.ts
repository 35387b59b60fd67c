import { z } from "@hono/zod-openapi";
import { Channel, DataType, Platform } from "../../../shared/contracts/platform.ts";
import type { DeadDelivery } from "../../../shared/contracts/push.ts";
import { Instant } from "../http/answers.ts";
import { IdParam } from "../http/fields.ts";

export const FailureParam = IdParam.extend({ delivery_id: z.string().min(1).max(200) });

export const FailureView = z.object({
  id: z.string().describe("Of the delivery, as in the header `webhook-id`"),
  upload_id: z.string(),
  part: z.number().int().describe("Piece of the upload, from 0"),
  batch_id: z.string().nullable().describe("As the sender of the rows chose it"),
  platform: Platform,
  channel: Channel,
  data_type: DataType,
  received: z.number().int(),
  bytes: z.number().int(),
  attempts: z.number().int(),
  error: z.string().nullable(),
  stored_at: Instant.describe("Since when it was to be sent"),
  failed_at: Instant,
});

export const failureView = (push: DeadDelivery): z.infer<typeof FailureView> =>
  FailureView.parse({
    ...push,
    id: push.batch_id,
    batch_id: push.sender_batch_id,
    stored_at: push.created_at,
    failed_at: push.dead_at,
  });
