/** Sends mail over SMTP (`SMTP_URL`) through the sockets of Workers. */
import { LogLevel, WorkerMailer, type WorkerMailerOptions } from "worker-mailer";
import { ConfigError } from "../../shared/errors/config-error.ts";

export interface Mail {
  to: string;
  subject: string;
  text: string;
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
  return async ({ to, subject, text }) => {
    await WorkerMailer.send(options, { from, to, subject, text });
  };
}
