/** Webhook endpoints and what is delivered to them, as Standard Webhooks (https://www.standardwebhooks.com) says it. */
import { z } from "zod";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../time.ts";

/**
 * What an endpoint can be told of. `search.matched` goes only to the endpoint that a subscription names, `webhook.test`
 * only to the one that is tried; the others go to every endpoint that wants them.
 */
export const WEBHOOK_EVENTS = [
  "alert.fired",
  "alert.resolved",
  "export.done",
  "report.stats",
  "search.matched",
  "webhook.disabled",
  "webhook.test",
] as const;
export const WebhookEvent = z.enum(WEBHOOK_EVENTS);
export type WebhookEvent = z.infer<typeof WebhookEvent>;

/** Events that an endpoint may ask for. */
export const WANTED_EVENTS = WEBHOOK_EVENTS.filter((event) => event !== "webhook.test");

/**
 * `waiting`: to be sent, or to be tried again; `done`: the receiver answered 2xx; `failed`: given up after the last try;
 * `dropped`: never to be sent, because whoever it was for may not have it any more.
 */
export const DELIVERY_STATES = ["waiting", "done", "failed", "dropped"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Waits after the first, second … failed try: the schedule that Standard Webhooks recommends, 75.6 hours in all. */
export const RETRY_WAITS_MS: readonly number[] = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];

/** An endpoint that has only failed for so long is switched off. The tries of one delivery last longer than this. */
export const SILENT_MS = 3 * DAY_MS;
/** Deliveries that wait for one endpoint at most; further ones are counted and not kept. */
export const MAX_WAITING = 1000;
export const MAX_ENDPOINTS = 50;
/** Deliveries that have ended are deleted after so many days. */
export const KEEP_DELIVERIES_DAYS = 30;
/** Characters of an answer's body that the log keeps. */
export const MAX_KEPT_ANSWER = 2000;
/** The secret before a new one signs too for so long, unless the caller says otherwise. */
export const OVERLAP_HOURS = 24;
export const MAX_OVERLAP_HOURS = 168;
/** One call replays at most so many. */
export const MAX_REPLAYED = 500;
