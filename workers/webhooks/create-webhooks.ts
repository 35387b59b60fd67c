/** Webhooks for the API, the queue and the schedule. */
import type { Clock } from "../../shared/clock.ts";
import {
  KEEP_DELIVERIES_DAYS,
  RETRY_WAITS_MS,
  SILENT_MS,
  type WebhookEvent,
} from "../../shared/contracts/webhook.ts";
import { shownUrl } from "../../shared/domain/outgoing-url.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import { keptMessageOf } from "../../shared/errors/message-of.ts";
import type { Logger } from "../../shared/log.ts";
import { maskAnswer } from "../../shared/platforms/recruiter-mask.ts";
import { DAY_MS, MINUTE_MS } from "../../shared/time.ts";
import type { NewWebhookDelivery, WebhookDelivery, WebhookEndpoint } from "../db/webhook-schema.ts";
import type { NewAuditEntry } from "../iam/audit-log.ts";
import type { Mail } from "../notify/mail.ts";
import { newWebhookSecret, secretsInForce, withPrevious } from "../outgoing/sign-webhook.ts";
import type { Vault } from "../vault/vault.ts";
import type { DeliveryStore, TryEnd } from "./delivery-store.ts";
import type { EndpointStore } from "./endpoint-store.ts";
import { disabledMail } from "./notices.ts";
import type { DeliverySender } from "./send-delivery.ts";
import type { EmittedEvent, Webhooks } from "./webhooks.ts";

/** Kind of the record in the vault. */
export const ENDPOINT_KIND = "webhook-endpoint";
/** Longer than a try takes; a consumer that died is followed by another one after this. */
const LEASE_MS = 2 * MINUTE_MS;
const LEASED_AT_ONCE = 12;
const SENT_AT_ONCE = 4;
/** Deliveries that one batch of D1 adds. */
const ADDED_AT_ONCE = 50;
/** A retry that is due sooner gets a wake-up of its own; the others wait for the schedule, which comes every 5 minutes. */
const OWN_WAKE_MS = 5 * MINUTE_MS;
/** Retries spread over this share of their wait, so that deliveries that failed together do not come back together. */
const JITTER = 0.1;
const SWITCHED_OFF = "the endpoint is switched off";

/** Whether a delivery may still be sent, and whether contacts must be hidden in it. */
export type MayHave = (
  delivery: WebhookDelivery,
) => Promise<{ refused: string } | { refused: null; mask: boolean }>;

interface Parts {
  endpoints: EndpointStore;
  deliveries: DeliveryStore;
  vault: Vault;
  sender: DeliverySender;
  mayHave: MayHave;
  /** Sends a wake-up that arrives after so many seconds. */
  sendWake(cause: string, delaySeconds: number): Promise<void>;
  /** Name and address of a person who may sign in; null for anybody else. */
  personOf(userId: string): Promise<{ name: string; email: string } | null>;
  /** Null when no mail can be sent. */
  sendMail: ((mail: Mail) => Promise<void>) | null;
  audit(entry: NewAuditEntry): Promise<void>;
  publicUrl: string;
  clock: Clock;
  /** Uniform in [0, 1). */
  random(): number;
  logger: Logger;
}

/** A line of the audit log that nobody's request wrote. */
const byPlatform = (at: number, action: string, record: string, after: unknown): NewAuditEntry => ({
  ...{ at, userId: null, actor: "webhooks", ip: "", userAgent: "", method: "", route: "", path: "" },
  ...{ status: 200, requestId: "", action, record, before: null, after },
});

const bodyOf = ({ type, at, data }: { type: WebhookEvent; at: number; data: Record<string, unknown> }) =>
  JSON.stringify({ type, timestamp: new Date(at).toISOString(), data });

export function createWebhooks(parts: Parts): Webhooks {
  const { endpoints, deliveries, vault, sender, clock, logger } = parts;

  /** @returns a delivery that is due now; an event without a key is told of each time */
  function deliveryOf(endpointId: string, event: { type: WebhookEvent; key?: string }, body: string) {
    const id = `msg_${crypto.randomUUID().replaceAll("-", "")}`;
    const now = clock.now();
    return {
      ...{ id, endpointId, event: event.type, eventKey: event.key ?? id, body },
      ...{ state: "waiting", nextTryAt: now, createdAt: now },
    } satisfies NewWebhookDelivery;
  }

  const deliveryTo: Webhooks["deliveryTo"] = (endpointId, event, of = {}) => {
    const row = { ...deliveryOf(endpointId, event, bodyOf(event)), ...of };
    return { id: row.id, queries: deliveries.insertions([row]) };
  };

  /** The delivery of a beginning that is older is deleted: whether there was one is then no longer known. */
  const beginningFor = ({ events }: WebhookEndpoint, { follows }: EmittedEvent): string | null =>
    follows && events.includes(follows.type) && follows.at > clock.now() - (KEEP_DELIVERIES_DAYS - 1) * DAY_MS
      ? follows.key
      : null;

  async function emitAll(events: readonly EmittedEvent[]): Promise<number> {
    const enabled = await endpoints.enabled();
    const rows = events.flatMap((event) => {
      const body = bodyOf(event);
      return enabled
        .filter((endpoint) => endpoint.events.includes(event.type))
        .map((endpoint) => ({
          ...deliveryOf(endpoint.id, event, body),
          follows: beginningFor(endpoint, event),
        }));
    });
    for (let from = 0; from < rows.length; from += ADDED_AT_ONCE)
      await deliveries.add(rows.slice(from, from + ADDED_AT_ONCE));
    if (rows.length > 0) await parts.sendWake(events.at(-1)?.key ?? "", 0);
    return rows.length;
  }
  const emit = (event: EmittedEvent) => emitAll([event]);

  /** Tells the creator, the audit log and the endpoints that want to know. A crash repeats it: no notice is lost. */
  async function sendNotices(): Promise<number> {
    const due = await endpoints.noticesDue();
    for (const endpoint of due) {
      const { id, ownerId, description, url } = endpoint;
      const at = endpoint.updatedAt;
      const reason = endpoint.disabledReason ?? "";
      await emit({
        type: "webhook.disabled",
        key: `webhook.disabled:${id}:${at}`,
        at,
        data: {
          endpoint_id: id,
          description,
          url: shownUrl(url),
          reason,
          failing_since: endpoint.failingSince,
        },
      });
      const owner = await parts.personOf(ownerId);
      if (owner && parts.sendMail) {
        const mail = disabledMail(owner, {
          description,
          url: shownUrl(url),
          reason,
          publicUrl: parts.publicUrl,
        });
        await parts
          .sendMail(mail)
          .catch((error) => logger.error("webhooks.notice-not-mailed", { endpoint: id, error }));
      } else logger.warn("webhooks.notice-without-mail", { endpoint: id });
      await parts.audit(
        byPlatform(clock.now(), "webhook-endpoint.disable", `webhook-endpoint:${id}`, { reason }),
      );
      await endpoints.update(id, { noticeDue: false });
    }
    return due.length;
  }

  async function switchOff(endpoint: WebhookEndpoint, reason: string): Promise<void> {
    const now = clock.now();
    await endpoints.update(endpoint.id, {
      ...{ enabled: false, disabledReason: reason, noticeDue: true, updatedAt: now },
    });
    await deliveries.failWaiting(endpoint.id, SWITCHED_OFF, now);
    logger.warn("webhooks.endpoint-disabled", { endpoint: endpoint.id, reason });
  }

  const silent = ({ failingSince }: WebhookEndpoint, now: number): boolean =>
    failingSince !== null && now - failingSince >= SILENT_MS;

  /** @returns when the delivery is tried again, or how it ended */
  async function attempt(
    delivery: WebhookDelivery,
    endpoint: WebhookEndpoint,
    once: boolean,
  ): Promise<"done" | "failed" | number> {
    const now = clock.now();
    const nothingSent = {
      status: null,
      tookMs: null,
      requestHeaders: null,
      answerHeaders: null,
      answerBody: null,
    };
    const allowed = await parts.mayHave(delivery);
    if (allowed.refused !== null) {
      const end = { state: "dropped", nextTryAt: now, triedAt: now, error: allowed.refused } as const;
      await deliveries.end(delivery, { ...nothingSent, ...end });
      return "failed";
    }
    const masksNow = allowed.mask && !delivery.masked;
    const body = masksNow ? JSON.stringify(maskAnswer(JSON.parse(delivery.body))) : delivery.body;
    const stored = await vault.open(ENDPOINT_KIND, endpoint.id, endpoint.secret);
    const secrets = secretsInForce(stored, endpoint.overlapUntil, now);
    const sent = await sender.send({ url: endpoint.url, secrets }, { id: delivery.id, body });
    const { gone, retryAfterMs, error, ...answer } = sent;
    const wait = once ? undefined : RETRY_WAITS_MS[delivery.attempts];
    const triedAt = clock.now();
    const waitMs = Math.max((wait ?? 0) * (1 + parts.random() * JITTER), Math.min(retryAfterMs ?? 0, DAY_MS));
    const end: TryEnd = {
      ...answer,
      ...{ error, triedAt, state: error === null ? "done" : wait === undefined ? "failed" : "waiting" },
      nextTryAt: triedAt + Math.round(waitMs),
      ...(masksNow && { body, masked: true }),
    };
    // A test that fails says nothing about how long the endpoint has been silent.
    const counts = !once || error === null;
    if (!(await deliveries.end(delivery, end, counts)) || error === null) return "done";
    if (once) return "failed";
    const after = await endpoints.find(endpoint.id);
    if (after?.enabled && gone) await switchOff(after, "it answered 410: gone");
    else if (after?.enabled && silent(after, triedAt))
      await switchOff(after, `it has not answered for ${SILENT_MS / DAY_MS} days`);
    return end.state === "waiting" ? end.nextTryAt : "failed";
  }

  async function run(budgetMs: number): Promise<{ done: number; failed: number }> {
    const report = { done: 0, failed: 0 };
    const deadline = clock.now() + budgetMs;
    let soonest = Number.POSITIVE_INFINITY;
    let more = true;
    while (more && clock.now() < deadline) {
      const leased = (await deliveries.lease(clock.now(), LEASE_MS, LEASED_AT_ONCE)).values();
      more = false;
      const lane = async () => {
        for (const delivery of leased) {
          more = true;
          const endpoint = await endpoints.find(delivery.endpointId);
          if (!endpoint?.enabled || endpoint.deletedAt !== null) {
            await deliveries.failWaiting(delivery.endpointId, SWITCHED_OFF, clock.now());
            continue;
          }
          try {
            const ended = await attempt(delivery, endpoint, false);
            if (ended === "done") report.done += 1;
            else report.failed += 1;
            if (typeof ended === "number") soonest = Math.min(soonest, ended);
          } catch (error) {
            // Its lease ends, and another consumer tries it.
            logger.error("webhooks.delivery-broke", { delivery: delivery.id, error: keptMessageOf(error) });
          }
        }
      };
      await Promise.all(Array.from({ length: SENT_AT_ONCE }, lane));
    }
    const waitMs = Math.max(0, soonest - clock.now());
    if (more) await parts.sendWake("the time was over", 0);
    else if (waitMs < OWN_WAKE_MS) await parts.sendWake("a retry", Math.ceil(waitMs / 1000));
    await sendNotices();
    return report;
  }

  async function change(endpoint: WebhookEndpoint, fields: Parameters<EndpointStore["update"]>[1]) {
    await endpoints.update(endpoint.id, { ...fields, updatedAt: clock.now() });
    const after = await endpoints.get(endpoint.id);
    if (!after.enabled || after.deletedAt !== null)
      await deliveries.failWaiting(after.id, SWITCHED_OFF, clock.now());
    return after;
  }

  return {
    list: endpoints.list,
    get: endpoints.get,
    find: endpoints.find,
    sealed: endpoints.sealed,
    async create(fields, ownerId) {
      const now = clock.now();
      const id = crypto.randomUUID();
      const secret = newWebhookSecret();
      const endpoint: WebhookEndpoint = {
        ...fields,
        ...{ id, ownerId, secret: await vault.seal(ENDPOINT_KIND, id, secret), overlapUntil: null },
        ...{ disabledReason: null, noticeDue: false, failingSince: null, lastDeliveredAt: null },
        ...{ lastError: null, overflowed: 0, createdAt: now, updatedAt: now, deletedAt: null },
      };
      await endpoints.create(endpoint);
      return { endpoint, secret };
    },
    update: (endpoint, fields) =>
      change(endpoint, {
        ...fields,
        // A form that sends back that it is on switches nothing on.
        ...(fields.enabled === true &&
          !endpoint.enabled && { disabledReason: null, failingSince: null, noticeDue: false }),
      }),
    delete: (endpoint) => change(endpoint, { deletedAt: clock.now() }),
    // Deleted, it could not answer: its failures count from the next one on.
    restore: (endpoint) => change(endpoint, { deletedAt: null, failingSince: null }),
    async rotate(endpoint, overlapMs) {
      const secret = newWebhookSecret();
      const stored =
        overlapMs > 0
          ? withPrevious(secret, await vault.open(ENDPOINT_KIND, endpoint.id, endpoint.secret))
          : secret;
      const overlapUntil = overlapMs > 0 ? clock.now() + overlapMs : null;
      const sealed = await vault.seal(ENDPOINT_KIND, endpoint.id, stored);
      return { endpoint: await change(endpoint, { secret: sealed, overlapUntil }), secret };
    },
    emit,
    emitAll,
    deliveryTo,
    async test(endpoint) {
      const type = "webhook.test";
      const body = bodyOf({ type, at: clock.now(), data: { endpoint_id: endpoint.id } });
      const delivery = deliveryOf(endpoint.id, { type }, body);
      const { id, createdAt } = delivery;
      // Due only later, so that no consumer takes it meanwhile.
      await deliveries.add([{ ...delivery, nextTryAt: createdAt + LEASE_MS }]);
      const row = await deliveries.find(id);
      if (!row) throw new ApiError("conflict", "too many deliveries wait for this endpoint already");
      await attempt(row, endpoint, true);
      return (await deliveries.find(id)) ?? row;
    },
    deliveries: deliveries.list,
    delivery: deliveries.find,
    async replay(filter) {
      const ids = await deliveries.replay(filter, clock.now());
      if (ids.length > 0) await parts.sendWake("a replay", 0);
      return ids.length;
    },
    run,
    async resume() {
      const now = clock.now();
      const due = await deliveries.nextDue();
      const woken = due !== null && due <= now;
      if (woken) await parts.sendWake("deliveries are due", 0);
      return { woken, notices: await sendNotices() };
    },
    wake: (cause) => parts.sendWake(cause, 0),
    deleteBefore: deliveries.deleteBefore,
  };
}
