/** Alerts, for the API and the schedule. */
import type { Clock } from "../../shared/clock.ts";
import type { ChannelKind, MessageLanguage } from "../../shared/contracts/alert.ts";
import type { LockApi } from "../../shared/contracts/lock.ts";
import type { Sample } from "../../shared/contracts/metrics.ts";
import type { Notice } from "../../shared/domain/alerts/notice.ts";
import { shownUrl } from "../../shared/domain/outgoing-url.ts";
import type { Logger } from "../../shared/log.ts";
import type { AlertChannel } from "../db/alert-schema.ts";
import type { Database } from "../db/run-batch.ts";
import type { ChannelSecret } from "../notify/channels/channel.ts";
import type { SendNotice } from "../notify/send-notice.ts";
import { type ReportServices, sendStatsReport } from "../stats-report/send-report.ts";
import type { Vault } from "../vault/vault.ts";
import { runAlone } from "../with-lock.ts";
import { type AlertStore, createAlertStore } from "./alert-store.ts";
import { CHANNEL_VAULT_KIND, type ChannelStore, createChannelStore } from "./channel-store.ts";
import { type DeliveryReport, deliverMessages, openChannel } from "./deliver.ts";
import { type EvaluationReport, evaluateAlerts } from "./evaluate.ts";
import { createMessageStore, type MessageStore } from "./message-store.ts";
import { createRuleStore, type RuleStore } from "./rule-store.ts";

export interface ChannelFields {
  name: string;
  kind: ChannelKind;
  language: MessageLanguage;
  isDefault: boolean;
  getsReport: boolean;
  enabled: boolean;
}

export interface Alerts {
  rules: RuleStore;
  alerts: AlertStore;
  channels: ChannelStore;
  messages: MessageStore;
  /** The samples that rules are judged by, read now. */
  samples(): Promise<Sample[]>;
  /** Judges all rules, then sends what waits. @param owner of the lock: the request's id */
  run(owner: string): Promise<(EvaluationReport & DeliveryReport) | { skipped: "running elsewhere" }>;
  /** Sends what waits. */
  deliver(owner: string): Promise<DeliveryReport | { skipped: "running elsewhere" }>;
  /** Deletes what ended before; `dry` only counts. @returns rows */
  deleteBefore: AlertStore["deleteBefore"];
  /** Puts the stats report of a slot into the messages. @returns channels that get it */
  report(slotAt: number): Promise<number>;
  /** @throws ApiError conflict */
  createChannel(fields: ChannelFields, secret: ChannelSecret): Promise<AlertChannel>;
  /** @param secret what changes of it @throws ApiError conflict */
  updateChannel(
    channel: AlertChannel,
    fields: Partial<ChannelFields>,
    secret: Partial<ChannelSecret>,
  ): Promise<AlertChannel>;
  /** Sends now, without a message that waits. @returns what went wrong; null when it has arrived */
  sendTo(channel: AlertChannel, notice: (language: MessageLanguage) => Notice): Promise<string | null>;
  /** Mails a person. @returns as `sendTo` */
  mail(address: string, notice: (language: MessageLanguage) => Notice): Promise<string | null>;
}

export interface AlertParts {
  db: Database;
  lock: LockApi;
  vault: Vault;
  send: SendNotice;
  readMetrics(): Promise<Sample[]>;
  /** What the stats report is read from. */
  stats: Pick<ReportServices, "ask" | "newestStored" | "emitReport">;
  language: MessageLanguage;
  publicUrl: string;
  clock: Pick<Clock, "now">;
  newId(): string;
  logger: Logger;
}

/** What people may see of a channel's target. */
const shownOf = (kind: ChannelKind, target: string): string => (kind === "email" ? target : shownUrl(target));

export function createAlerts(parts: AlertParts): Alerts {
  const { db, lock, vault, send, readMetrics, clock, newId, logger, language } = parts;
  const stores = {
    rules: createRuleStore(db),
    alerts: createAlertStore(db),
    channels: createChannelStore(db),
    messages: createMessageStore(db),
  };
  const seal = (id: string, secret: ChannelSecret) =>
    vault.seal(CHANNEL_VAULT_KIND, id, JSON.stringify(secret));

  return {
    ...stores,
    samples: readMetrics,
    run: (owner) =>
      runAlone(lock, owner, logger, async () => {
        const evaluated = await evaluateAlerts({ ...parts, ...stores });
        return { ...evaluated, ...(await deliverMessages({ ...parts, ...stores })) };
      }),
    deliver: (owner) => runAlone(lock, owner, logger, () => deliverMessages({ ...parts, ...stores })),
    deleteBefore: stores.alerts.deleteBefore,
    report: (slotAt) =>
      sendStatsReport(
        {
          ...parts.stats,
          ...stores,
          readMetrics,
          logger,
          openAlerts: async () =>
            Object.values(await stores.alerts.counts()).reduce((sum, count) => sum + count, 0),
        },
        slotAt,
      ),
    async createChannel(fields, secret) {
      const now = clock.now();
      const id = newId();
      const channel = {
        ...fields,
        id,
        shown: shownOf(fields.kind, secret.target),
        secret: await seal(id, secret),
        signed: secret.secret !== null,
        createdAt: now,
        updatedAt: now,
        deletedAt: null,
      };
      await stores.channels.create(channel);
      return channel;
    },
    async updateChannel(channel, fields, change) {
      const known = Object.keys(change).length === 0 ? null : await openChannel(vault, channel);
      const sealed = known && { ...known, ...change };
      return stores.channels.update(channel, {
        ...fields,
        updatedAt: clock.now(),
        ...(sealed && {
          shown: shownOf(channel.kind, sealed.target),
          signed: sealed.secret !== null,
          secret: await seal(channel.id, sealed),
        }),
      });
    },
    sendTo: async (channel, notice) =>
      send(channel.kind, await openChannel(vault, channel), notice(channel.language)),
    mail: (address, notice) => send("email", { target: address, secret: null }, notice(language)),
  };
}
