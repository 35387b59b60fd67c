/** Webhook endpoints, and each delivery to them: the outbox and the log in one table. */
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { DeliveryState, WebhookEvent } from "../../shared/contracts/webhook.ts";
import { id, instant, lifetime } from "./columns.ts";

export const webhookEndpoints = sqliteTable("webhook_endpoints", {
  id: id(),
  description: text("description").notNull(),
  url: text("url").notNull(),
  events: text("events", { mode: "json" }).$type<WebhookEvent[]>().notNull(),
  /** The secret, encrypted by the vault; while it is being replaced, a space and the one before follow inside. */
  secret: text("secret").notNull(),
  /** Until then the secret before signs too; null with one secret. */
  overlapUntil: instant("overlap_until"),
  enabled: integer("enabled", { mode: "boolean" }).notNull().default(true),
  /** Why the platform switched it off; null where a person did, or nobody. */
  disabledReason: text("disabled_reason"),
  /** The platform switched it off, and its creator is yet to be told. */
  noticeDue: integer("notice_due", { mode: "boolean" }).notNull().default(false),
  ownerId: text("owner_id").notNull(),
  /** First failed try after the last success; null while it answers. */
  failingSince: instant("failing_since"),
  lastDeliveredAt: instant("last_delivered_at"),
  lastError: text("last_error"),
  /** Deliveries that were not kept, because too many were waiting. */
  overflowed: integer("overflowed").notNull().default(0),
  ...lifetime(),
});
export type WebhookEndpoint = typeof webhookEndpoints.$inferSelect;

export const webhookDeliveries = sqliteTable(
  "webhook_deliveries",
  {
    /** `webhook-id` of every try. */
    id: text("id").primaryKey(),
    endpointId: text("endpoint_id").notNull(),
    event: text("event").$type<WebhookEvent>().notNull(),
    /** What happened: an endpoint is told of it once. */
    eventKey: text("event_key").notNull(),
    /** The subscription that it is for: its owner's rights are checked at each try. */
    subscriptionId: text("subscription_id"),
    /** JSON as it is sent. */
    body: text("body").notNull(),
    /** Contacts are hidden in the body. */
    masked: integer("masked", { mode: "boolean" }).notNull().default(false),
    state: text("state").$type<DeliveryState>().notNull(),
    attempts: integer("attempts").notNull().default(0),
    nextTryAt: instant("next_try_at").notNull(),
    /** A consumer that holds it has it until then. */
    leasedUntil: instant("leased_until").notNull().default(0),
    /** Grows with each lease: the end of an older one changes nothing. */
    fence: integer("fence").notNull().default(0),
    createdAt: instant("created_at").notNull(),
    /** When it was last tried, and how that went. */
    triedAt: instant("tried_at"),
    endedAt: instant("ended_at"),
    status: integer("status"),
    tookMs: integer("took_ms"),
    error: text("error"),
    requestHeaders: text("request_headers", { mode: "json" }).$type<Record<string, string>>(),
    answerHeaders: text("answer_headers", { mode: "json" }).$type<Record<string, string>>(),
    answerBody: text("answer_body"),
  },
  (table) => [
    uniqueIndex("webhook_deliveries_event").on(table.endpointId, table.eventKey),
    index("webhook_deliveries_due").on(table.state, table.nextTryAt),
    index("webhook_deliveries_created").on(table.createdAt, table.id),
    index("webhook_deliveries_endpoint").on(table.endpointId, table.createdAt, table.id),
  ],
);
export type WebhookDelivery = typeof webhookDeliveries.$inferSelect;
export type NewWebhookDelivery = typeof webhookDeliveries.$inferInsert;
