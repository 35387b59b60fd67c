/**
 * Sends the messages that wait. A try is noted before it is made: one that dies between sending and noting is made again,
 * under the same id (Message-ID of a mail, `webhook-id`). Chat services know no such id, so there a message may come twice.
 */
import type { Clock } from "../../shared/clock.ts";
import { MAX_MESSAGES, type MessageLanguage } from "../../shared/contracts/alert.ts";
import { composeNotice, type Notice } from "../../shared/domain/alerts/notice.ts";
import { messageOf } from "../../shared/errors/message-of.ts";
import type { Logger } from "../../shared/log.ts";
import { HOUR_MS, MINUTE_MS } from "../../shared/time.ts";
import type { AlertChannel, AlertMessage } from "../db/alert-schema.ts";
import type { ChannelSecret } from "../notify/channels/channel.ts";
import type { SendNotice } from "../notify/send-notice.ts";
import { statsNotice } from "../stats-report/stats-notice.ts";
import type { Vault } from "../vault/vault.ts";
import { CHANNEL_VAULT_KIND, type ChannelStore } from "./channel-store.ts";
import type { MessageStore } from "./message-store.ts";
import { readReceiver } from "./receivers.ts";

/** Messages of one run; the next one follows in two minutes. */
const MAX_AT_ONCE = 50;
/** Tries; the last one is about 7 hours after the first. */
const MAX_ATTEMPTS = 14;
/** The wait doubles from try to try, and is long enough for a try to have ended. */
const waitMs = (attempts: number): number => Math.min(HOUR_MS, MINUTE_MS * 2 ** (attempts + 1));

export interface DeliverServices {
  messages: MessageStore;
  channels: Pick<ChannelStore, "all">;
  vault: Pick<Vault, "open">;
  send: SendNotice;
  /** Language of mails to people. */
  language: MessageLanguage;
  publicUrl: string;
  clock: Pick<Clock, "now">;
  logger: Logger;
}

export interface DeliveryReport {
  sent: number;
  failed: number;
  /** Messages whose receiver has had enough for now; what comes meanwhile is gathered in them. */
  held: number;
}

/** @throws VaultError, ConfigError when the secret can't be read */
export const openChannel = async (
  vault: Pick<Vault, "open">,
  channel: Pick<AlertChannel, "id" | "secret">,
): Promise<ChannelSecret> =>
  JSON.parse(await vault.open(CHANNEL_VAULT_KIND, channel.id, channel.secret)) as ChannelSecret;

export async function deliverMessages(services: DeliverServices): Promise<DeliveryReport> {
  const { messages, channels, clock, language, publicUrl, send, vault, logger } = services;
  const due = await messages.due(clock.now(), MAX_AT_ONCE);
  const report: DeliveryReport = { sent: 0, failed: 0, held: 0 };
  if (due.length === 0) return report;
  const receivers = due.map(({ receiver }) => receiver);
  const userIds = receivers.map(readReceiver).flatMap(({ kind, id }) => (kind === "user" ? [id] : []));
  const [recent, known, people] = await Promise.all([
    messages.recent(receivers, clock.now()),
    channels.all(),
    messages.people(userIds),
  ]);
  const channelOf = new Map(known.map((channel) => [channel.id, channel]));

  /** @returns what went wrong; null when it was sent */
  async function sendTo(message: AlertMessage): Promise<string | null> {
    const { kind, id } = readReceiver(message.receiver);
    const noticeIn = (of: MessageLanguage): Notice =>
      message.report === null
        ? composeNotice({ ...message, at: message.createdAt }, of, publicUrl)
        : statsNotice({ id: message.id, report: message.report, at: message.createdAt }, of, publicUrl);
    if (kind === "user") {
      const person = people.get(id);
      if (!person) return GONE;
      return send("email", { target: person.email, secret: null }, noticeIn(language));
    }
    const channel = channelOf.get(id);
    if (!channel?.enabled) return GONE;
    return send(channel.kind, await openChannel(vault, channel), noticeIn(channel.language));
  }

  await Promise.all(
    due.map(async (message) => {
      const { id, receiver, attempts } = message;
      if (attempts === 0 && (recent.get(receiver) ?? 0) >= MAX_MESSAGES) {
        report.held += 1;
        return;
      }
      const now = clock.now();
      if (!(await messages.claim(message, now, now + waitMs(attempts)))) return;
      const error = await sendTo(message).catch(messageOf);
      if (error === null) {
        await messages.end(id, { state: "sent", error: null, sentAt: clock.now() });
        report.sent += 1;
        return;
      }
      const over = error === GONE || attempts + 1 >= MAX_ATTEMPTS;
      await messages.end(id, { state: over ? "failed" : "waiting", error, sentAt: null });
      report.failed += 1;
      logger.warn("alerts.not-sent", { message: id, receiver, attempts: attempts + 1, over, error });
    }),
  );
  return report;
}

const GONE = "the receiver is gone or switched off";
