/** Composes webhooks and subscriptions. */
import type { Clock } from "../../shared/clock.ts";
import type { Config } from "../../shared/config.ts";
import type { WebhookWake } from "../../shared/contracts/queues.ts";
import type { StatsReport } from "../../shared/contracts/stats-report.ts";
import { createRedactor, type Logger, secretsOf } from "../../shared/log.ts";
import type { Ask } from "../clickhouse/ask.ts";
import type { Database } from "../db/run-batch.ts";
import { createRefreshStore } from "../facts/refresh-store.ts";
import type { Identity } from "../iam/identity.ts";
import type { SendMail } from "../notify/mail.ts";
import type { OpenPort } from "../outgoing/connection-failure.ts";
import type { Resolver } from "../outgoing/resolver.ts";
import { createSubscriptions } from "../subscriptions/create-subscriptions.ts";
import { mayHaveDelivery } from "../subscriptions/may-have.ts";
import { createMatchReader } from "../subscriptions/read-matches.ts";
import { createSubscriptionStore, personOf } from "../subscriptions/subscription-store.ts";
import type { Vault } from "../vault/vault.ts";
import { createAlertEvents } from "../webhooks/alert-events.ts";
import { createWebhooks } from "../webhooks/create-webhooks.ts";
import { createDeliveryStore } from "../webhooks/delivery-store.ts";
import { createEndpointStore } from "../webhooks/endpoint-store.ts";
import { createExportEvents } from "../webhooks/export-events.ts";
import { createDeliverySender, type DeliverySender } from "../webhooks/send-delivery.ts";
import type { HeldLock } from "../with-lock.ts";

interface Parts {
  config: Config;
  db: Database;
  vault: Vault;
  resolver: Resolver;
  openPort?: OpenPort;
  ask: Ask;
  identity: Pick<Identity, "rightsOf" | "audit">;
  sendMail: SendMail | null;
  lock(name: string): HeldLock;
  /** Sends a wake-up that arrives after so many seconds. */
  sendWake(wake: WebhookWake, delaySeconds: number): Promise<void>;
  clock: Clock;
  logger: Logger;
  /** A test's own receiver. */
  sender?: DeliverySender;
}

export function composeWebhooks(parts: Parts) {
  const { config, db, identity, sendMail, clock, logger } = parts;
  const endpoints = createEndpointStore(db);
  const store = createSubscriptionStore(db);
  const life = createRefreshStore(db, "job_life");
  const person = personOf(db);
  const sender =
    parts.sender ??
    createDeliverySender({
      resolver: parts.resolver,
      openPort: parts.openPort,
      clock,
      trustLoopback: config.ENVIRONMENT === "local",
      redact: createRedactor(secretsOf(config)),
    });
  const webhooks = createWebhooks({
    ...{ endpoints, vault: parts.vault, sender, sendMail, clock },
    deliveries: createDeliveryStore(db),
    mayHave: mayHaveDelivery(store, identity.rightsOf),
    sendWake: (cause, delaySeconds) => parts.sendWake({ kind: "webhooks", cause }, delaySeconds),
    personOf: person,
    audit: (entry) => identity.audit.add(entry),
    publicUrl: config.PUBLIC_URL,
    random: Math.random,
    logger: logger.child({ component: "webhooks" }),
  });
  const subscriptions = createSubscriptions({
    ...{ store, webhooks, sendMail, clock, personOf: person },
    reader: createMatchReader(parts.ask),
    mark: async () => (await life.read())?.through ?? null,
    rightsOf: identity.rightsOf,
    endpointOf: endpoints.find,
    lock: parts.lock("subscriptions"),
    publicUrl: config.PUBLIC_URL,
    mailDomain: config.MAIL_FROM.split("@").at(-1) ?? "localhost",
    logger: logger.child({ component: "subscriptions" }),
  });
  const exportEvents = createExportEvents({ db, webhooks, store: createRefreshStore(db, "export-events") });
  const alertEvents = createAlertEvents({ db, webhooks, store: createRefreshStore(db, "alert-events") });
  return {
    webhooks,
    subscriptions,
    /** Tells of exports and alerts since the last call. */
    emitEvents: async (now: number) => {
      await exportEvents(now);
      await alertEvents(now);
    },
    /** Tells of a stats report, which is read only where an endpoint wants it. @returns how many want it */
    emitReport: async (slotAt: number, read: () => Promise<StatsReport>) => {
      const isWanted = (await endpoints.enabled()).some(({ events }) => events.includes("report.stats"));
      if (!isWanted) return 0;
      return webhooks.emit({
        type: "report.stats",
        key: `report.stats:${slotAt}`,
        at: slotAt,
        data: { ...(await read()) },
      });
    },
  };
}
