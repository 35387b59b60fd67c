/** A webhook endpoint as the API shows it. Its secret appears only in the answer that made it; path and query of its URL never. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { WANTED_EVENTS, WebhookEvent } from "../../../shared/contracts/webhook.ts";
import { checkOutgoingUrl, shownUrl } from "../../../shared/domain/outgoing-url.ts";
import { fieldError } from "../../../shared/errors/validation.ts";
import { DAY_MS } from "../../../shared/time.ts";
import type { WebhookEndpoint } from "../../db/webhook-schema.ts";
import { postRules } from "../../outgoing/post.ts";
import { Instant } from "../http/answers.ts";
import { type ApiEnv, principalOf } from "../http/context.ts";
import { lifetime, lifetimeOf, SingleLineText } from "../http/fields.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";

export const EndpointView = z.object({
  id: z.uuid(),
  description: z.string(),
  url: z.string().describe("Path and query are hidden: in them many services carry their secret"),
  events: z.array(WebhookEvent),
  enabled: z.boolean(),
  disabled_reason: z.string().nullable().describe("Why the platform switched it off"),
  own: z.boolean().describe("Made by the caller, whose subscriptions may name it"),
  overlap_until: Instant.nullable().describe("Until then the secret before signs too"),
  failing_since: Instant.nullable().describe("Since when it has only failed"),
  last_delivered_at: Instant.nullable(),
  last_error: z.string().nullable(),
  overflowed: z.number().int().describe("Deliveries that were not kept, because too many were waiting"),
  ...lifetime,
});

export const endpointView = (
  c: Context<ApiEnv>,
  endpoint: WebhookEndpoint,
): z.infer<typeof EndpointView> => ({
  id: endpoint.id,
  description: endpoint.description,
  url: shownUrl(endpoint.url),
  events: endpoint.events,
  enabled: endpoint.enabled,
  disabled_reason: endpoint.disabledReason,
  own: endpoint.ownerId === principalOf(c).userId,
  overlap_until: endpoint.overlapUntil,
  failing_since: endpoint.failingSince,
  last_delivered_at: endpoint.lastDeliveredAt,
  last_error: endpoint.lastError,
  overflowed: endpoint.overflowed,
  ...lifetimeOf(endpoint),
});

export const WithSecret = z.object({
  endpoint: EndpointView,
  secret: z.string().describe("Verifies what is sent; shown this once"),
});

export const endpointFields = {
  description: SingleLineText,
  url: z.string().describe("Takes a POST with JSON; not a private address. Redirects are not followed"),
  events: z
    .array(z.enum(WANTED_EVENTS))
    .min(1)
    .max(WANTED_EVENTS.length)
    .transform((events) => [...new Set(events)])
    .describe("`search.matched` comes only from subscriptions that name the endpoint"),
  enabled: z.boolean(),
};

/** The address must be public, or local in a local environment. @throws ApiError validation_failed */
export function checkEndpointUrl(c: Context<ApiEnv>, url: string): void {
  const local = c.get("services").config.ENVIRONMENT === "local";
  const checked = checkOutgoingUrl(url, postRules(url, local));
  if (!checked.ok) throw fieldError("url", checked.reason);
}

export const EXAMPLE_ENDPOINT_ID = "6b0c1f4e-8f0a-4f6e-9a50-0d1d3f2b7c11";
export const EXAMPLE_SECRET = "whsec_fR88C5qOTWK1wfDjp9lILGteHwo8fZ4h";
export const exampleEndpoint = {
  id: EXAMPLE_ENDPOINT_ID,
  description: "On-call bot",
  url: "https://bot.example.com/***",
  events: ["alert.fired", "alert.resolved"],
  enabled: true,
  disabled_reason: null,
  own: true,
  overlap_until: null,
  failing_since: null,
  last_delivered_at: EXAMPLE_NOW - 9000,
  last_error: null,
  overflowed: 0,
  created_at: EXAMPLE_NOW - DAY_MS,
  updated_at: EXAMPLE_NOW - DAY_MS,
  deleted_at: null,
} satisfies z.input<typeof EndpointView>;
