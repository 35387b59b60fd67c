import { listWebhookDeliveries } from "./list.ts";
import { replayWebhookDelivery } from "./replay.ts";
import { replayWebhookDeliveries } from "./replay-many.ts";
import { showWebhookDelivery } from "./show.ts";

export const webhookDeliveryOperations = [
  listWebhookDeliveries,
  replayWebhookDeliveries,
  showWebhookDelivery,
  replayWebhookDelivery,
] as const;
