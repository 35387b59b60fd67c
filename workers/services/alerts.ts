/** Composes alerts and their messages. */
import type { SendEmail } from "@cloudflare/workers-types";
import type { Clock } from "../../shared/clock.ts";
import type { Config } from "../../shared/config.ts";
import type { LockApi } from "../../shared/contracts/lock.ts";
import { createRedactor, type Logger, secretsOf } from "../../shared/log.ts";
import { type AlertParts, type Alerts, createAlerts } from "../alerts/create-alerts.ts";
import type { Database } from "../db/run-batch.ts";
import type { Metrics } from "../metrics/metrics.ts";
import { boundMail, type SendMail, smtpMail } from "../notify/mail.ts";
import { createNoticeSender } from "../notify/send-notice.ts";
import type { OpenPort } from "../outgoing/connection-failure.ts";
import type { Resolver } from "../outgoing/resolver.ts";
import type { Vault } from "../vault/vault.ts";

interface Parts {
  config: Config;
  db: Database;
  lock: LockApi;
  vault: Vault;
  resolver: Resolver;
  openPort?: OpenPort;
  metrics: Pick<Metrics, "now">;
  stats: AlertParts["stats"];
  sendMail: SendMail | null;
  clock: Clock;
  logger: Logger;
}

/**
 * The URL of the server is read when a mail is sent: a wrong one must not stop anything else.
 * @param bindings may have a `send_email` binding named MAIL, which goes before SMTP_URL
 */
export function mailOf({ SMTP_URL: url, MAIL_FROM: from }: Config, bindings: object): SendMail | null {
  const { MAIL: bound } = bindings as { MAIL?: SendEmail };
  if (bound) return boundMail(bound, from);
  return url ? async (mail) => smtpMail(url, from)(mail) : null;
}

export function composeAlerts({
  config,
  sendMail,
  resolver,
  openPort,
  metrics,
  clock,
  logger,
  ...parts
}: Parts): Alerts {
  const send = createNoticeSender({
    sendMail,
    resolver,
    openPort,
    clock,
    trustLoopback: config.ENVIRONMENT === "local",
    redact: createRedactor(secretsOf(config)),
  });
  return createAlerts({
    ...parts,
    send,
    readMetrics: async () => (await metrics.now()).samples,
    language: config.NOTIFY_LANGUAGE,
    publicUrl: config.PUBLIC_URL,
    clock,
    newId: () => crypto.randomUUID(),
    logger: logger.child({ component: "alerts" }),
  });
}
