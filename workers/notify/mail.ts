/** Sends mail: through Cloudflare's binding where one is bound, else over SMTP (`SMTP_URL`) by the sockets of Workers. */
import type { SendEmail } from "@cloudflare/workers-types";
import { LogLevel, WorkerMailer, type WorkerMailerOptions } from "worker-mailer";
import { ConfigError } from "../../shared/errors/config-error.ts";

export interface Mail {
  to: string;
  subject: string;
  text: string;
  /** The same for programs that show HTML. */
  html?: string;
  /** The same at each try, so that a mail program shows a mail that came twice once; a UUID. */
  id?: string;
  /** Further headers, such as `Message-ID` and `List-Unsubscribe`; their values are ours, never text of others. */
  headers?: Record<string, string>;
}

export type SendMail = (mail: Mail) => Promise<void>;

/**
 * @param url `smtps://user:password@host:465` (TLS from the start) or `smtp://user:password@host:587` (STARTTLS
 * when the server offers it); without credentials for a server that needs none
 * @throws ConfigError for a URL of any other form
 */
export function readSmtpUrl(url: string): WorkerMailerOptions {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed?.hostname || !["smtp:", "smtps:"].includes(parsed.protocol)) {
    throw new ConfigError("SMTP_URL", "is not smtp://… or smtps://…");
  }
  const secure = parsed.protocol === "smtps:";
  const credentials = parsed.username
    ? { username: decodeURIComponent(parsed.username), password: decodeURIComponent(parsed.password) }
    : undefined;
  return {
    host: parsed.hostname,
    port: Number(parsed.port) || (secure ? 465 : 587),
    secure,
    startTls: !secure,
    ...(credentials && { credentials, authType: ["plain", "login"] }),
    logLevel: LogLevel.NONE,
  };
}

/** @param url as in `readSmtpUrl` @param from address of the sender @throws ConfigError */
export function smtpMail(url: string, from: string): SendMail {
  const options = readSmtpUrl(url);
  const domain = from.split("@").at(-1);
  return async ({ to, subject, text, html, id, headers }) => {
    const ownId: Record<string, string> = id === undefined ? {} : { "Message-ID": `<${id}@${domain}>` };
    await WorkerMailer.send(options, {
      from,
      to,
      subject,
      text,
      ...(html !== undefined && { html }),
      headers: { ...ownId, ...headers },
    });
  };
}

/**
 * Sends through a `send_email` binding (https://developers.cloudflare.com/email-service/api/send-emails/workers-api/). The
 * service makes the Message-ID itself.
 */
export const boundMail =
  (binding: SendEmail, from: string): SendMail =>
  async ({ to, subject, text, html, id, headers = {} }) => {
    const { "Message-ID": _, ...own } = headers;
    const ownId: Record<string, string> = id === undefined ? {} : { "X-JobData-Message": id };
    await binding.send({
      from,
      to,
      subject,
      text,
      ...(html !== undefined && { html }),
      headers: { ...ownId, ...own },
    });
  };
