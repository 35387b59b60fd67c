/** Webhooks as the API, the queue, the schedule and other parts of the platform use them; `create-webhooks.ts` builds it. */
import type { WebhookEvent } from "../../shared/contracts/webhook.ts";
import type { NewWebhookDelivery, WebhookDelivery, WebhookEndpoint } from "../db/webhook-schema.ts";
import type { Queries } from "../db/write-batch.ts";
import type { SealedStore } from "../resources/rotate.ts";
import type { DeliveryFilter, DeliveryStore } from "./delivery-store.ts";
import type { EndpointStore } from "./endpoint-store.ts";

/** Something that happened, to be told to every endpoint that wants it. */
export interface EmittedEvent {
  type: Exclude<WebhookEvent, "search.matched" | "webhook.test">;
  /** What happened, for example `alert:<id>:fired`: however often it is emitted, an endpoint is told of it once. */
  key: string;
  /** When it happened, Unix ms. */
  at: number;
  /**
   * What this is the end of, and when that was told, Unix ms: an endpoint that asks for both is told of the end only where
   * it was told of the beginning.
   */
  follows?: { type: EmittedEvent["type"]; key: string; at: number };
  /** Holds nothing that an owner of an endpoint may not see: no contacts, no secrets. */
  data: Record<string, unknown>;
}

export interface EndpointFields {
  description: string;
  url: string;
  events: WebhookEvent[];
  enabled: boolean;
}

export interface Webhooks {
  list: EndpointStore["list"];
  get: EndpointStore["get"];
  find: EndpointStore["find"];
  /** @returns the endpoint and its secret, which is shown only this once */
  create(fields: EndpointFields, ownerId: string): Promise<{ endpoint: WebhookEndpoint; secret: string }>;
  /** Switching it off fails what waits for it; switching it on forgets its failures. */
  update(endpoint: WebhookEndpoint, change: Partial<EndpointFields>): Promise<WebhookEndpoint>;
  delete(endpoint: WebhookEndpoint): Promise<WebhookEndpoint>;
  restore(endpoint: WebhookEndpoint): Promise<WebhookEndpoint>;
  /**
   * @param overlapMs for so long the secret before signs too
   * @returns the endpoint and the new secret, which is shown only this once
   */
  rotate(
    endpoint: WebhookEndpoint,
    overlapMs: number,
  ): Promise<{ endpoint: WebhookEndpoint; secret: string }>;
  sealed: SealedStore;
  /** Tells the endpoints that want the event; they are called soon after. Safe to repeat. @returns how many want it */
  emit(event: EmittedEvent): Promise<number>;
  /** Tells of many at once, with one wake-up. @returns deliveries that are wanted */
  emitAll(events: readonly EmittedEvent[]): Promise<number>;
  /** Puts an event for one endpoint into the outbox. @returns statements for a batch of the caller's own, and the id */
  deliveryTo(
    endpointId: string,
    event: { type: WebhookEvent; key: string; at: number; data: Record<string, unknown> },
    of?: Pick<NewWebhookDelivery, "subscriptionId" | "masked">,
  ): { id: string; queries: Queries };
  /** Sends an event of the kind `webhook.test` at once. @returns its line of the log */
  test(endpoint: WebhookEndpoint): Promise<WebhookDelivery>;
  deliveries: DeliveryStore["list"];
  delivery: DeliveryStore["find"];
  /** @returns how many wait again */
  replay(filter: DeliveryFilter & { id?: string }): Promise<number>;
  /** Sends what is due. */
  run(budgetMs: number): Promise<{ done: number; failed: number }>;
  /** Wakes the consumer for what is due, and tells creators whose endpoints were switched off. */
  resume(): Promise<{ woken: boolean; notices: number }>;
  /** Asks the consumer to come. */
  wake(cause: string): Promise<void>;
  /** @returns deliveries deleted */
  deleteBefore(at: number, dry?: boolean): Promise<number>;
}
