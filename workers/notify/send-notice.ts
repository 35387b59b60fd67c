/** Sends a notice to one target: mail, or a channel by HTTP through the guarded `fetch`. */
import type { Clock } from "../../shared/clock.ts";
import type { ChannelKind } from "../../shared/contracts/alert.ts";
import type { Notice } from "../../shared/domain/alerts/notice.ts";
import { shownUrl } from "../../shared/domain/outgoing-url.ts";
import { messageOf } from "../../shared/errors/message-of.ts";
import { answeredText } from "../outgoing/connection-failure.ts";
import { isTaking, type PostParts, postTo } from "../outgoing/post.ts";
import type { ChannelSecret } from "./channels/channel.ts";
import { noticeMail } from "./channels/email.ts";
import { HTTP_CHANNELS } from "./channels/registry.ts";
import type { SendMail } from "./mail.ts";

const TIMEOUT_MS = 10_000;
/** Errors are shown to people and stored. */
const MAX_ERROR_CHARS = 300;

export interface NoticeParts extends PostParts {
  /** Null when no mail can be sent. */
  sendMail: SendMail | null;
  clock: Pick<Clock, "now">;
  /** Hides the project's own secrets: a mail server's answer may repeat them. */
  redact(text: string): string;
}

/** @returns null when it has arrived, else what went wrong, without secrets. It never throws. */
export type SendNotice = (
  kind: ChannelKind,
  channel: ChannelSecret,
  notice: Notice,
) => Promise<string | null>;

export function createNoticeSender({ sendMail, clock, redact, ...parts }: NoticeParts): SendNotice {
  async function post(
    kind: Exclude<ChannelKind, "email">,
    channel: ChannelSecret,
    notice: Notice,
  ): Promise<string | null> {
    const format = HTTP_CHANNELS[kind];
    const request = await format.request(notice, channel, clock.now());
    const answer = await postTo(parts, { ...request, timeoutMs: TIMEOUT_MS });
    if (!isTaking(answer.status)) return `the target ${answeredText(answer.status)}`;
    return format.problem(new TextDecoder().decode(answer.body));
  }

  return async (kind, channel, notice) => {
    try {
      if (kind !== "email") return await post(kind, channel, notice);
      if (sendMail === null) return "no mail can be sent: SMTP_URL is missing";
      await sendMail(noticeMail(notice, channel.target));
      return null;
    } catch (error) {
      // The URL is often the secret itself, with the signature behind it.
      const [address = ""] = channel.target.split("?");
      const shown = kind === "email" ? channel.target : shownUrl(channel.target);
      const told = messageOf(error).replaceAll(channel.target, shown).replaceAll(address, shown);
      return redact(told).slice(0, MAX_ERROR_CHARS);
    }
  };
}
