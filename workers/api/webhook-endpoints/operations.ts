import { createWebhookEndpoint } from "./create.ts";
import { deleteWebhookEndpoint } from "./delete.ts";
import { listWebhookEndpoints } from "./list.ts";
import { restoreWebhookEndpoint } from "./restore.ts";
import { rotateWebhookSecret } from "./rotate-secret.ts";
import { testWebhookEndpoint } from "./run-test.ts";
import { showWebhookEndpoint } from "./show.ts";
import { updateWebhookEndpoint } from "./update.ts";

export const webhookEndpointOperations = [
  listWebhookEndpoints,
  createWebhookEndpoint,
  showWebhookEndpoint,
  updateWebhookEndpoint,
  deleteWebhookEndpoint,
  restoreWebhookEndpoint,
  rotateWebhookSecret,
  testWebhookEndpoint,
] as const;
