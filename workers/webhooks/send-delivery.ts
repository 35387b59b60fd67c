/** Sends one delivery to its endpoint, and keeps what was sent and answered, without secrets. */
import { MAX_KEPT_ANSWER } from "../../shared/contracts/webhook.ts";
import { readRetryAfter } from "../../shared/retry-after.ts";
import { answeredText } from "../outgoing/connection-failure.ts";
import { failureOf, isTaking, type PostParts, postTo } from "../outgoing/post.ts";
import { webhookHeaders } from "../outgoing/sign-webhook.ts";

/** A receiver should queue what takes longer; Standard Webhooks recommends 15 to 30 seconds. */
const TIMEOUT_MS = 15_000;
/** Headers of an answer that the log keeps: those that say why it failed, and none that may hold a session. */
const KEPT_HEADERS = ["content-type", "content-length", "retry-after", "date", "server"] as const;
const MAX_HEADER_CHARS = 200;
/** In place of what nobody may read in the log. */
const HIDDEN = "***";

export interface SentDelivery {
  /** HTTP status; null when there was no answer. */
  status: number | null;
  tookMs: number;
  /** Null when it was taken. */
  error: string | null;
  /** The receiver says that it will never take anything again (410). */
  gone: boolean;
  retryAfterMs: number | null;
  requestHeaders: Record<string, string> | null;
  answerHeaders: Record<string, string> | null;
  answerBody: string | null;
}

export interface DeliverySender {
  /** It never throws. */
  send(
    endpoint: { url: string; secrets: readonly string[] },
    message: { id: string; body: string },
  ): Promise<SentDelivery>;
}

interface SenderParts extends PostParts {
  clock: { now(): number };
  /** Takes the platform's own secrets out of a text. */
  redact(text: string): string;
}

/** Takes what signs, and signatures that were echoed, out of a text of the receiver. */
const withoutSecrets = (text: string, secrets: readonly string[]): string =>
  secrets
    .reduce((rest, secret) => rest.replaceAll(secret, HIDDEN).replaceAll(secret.slice(6), HIDDEN), text)
    .replace(/whsec_[\w+/=-]{8,}/g, HIDDEN)
    .replace(/\bv1a?,[\w+/=-]{20,}/g, `v1,${HIDDEN}`);

export function createDeliverySender(parts: SenderParts): DeliverySender {
  const { clock } = parts;
  const clean = (text: string, secrets: readonly string[]) => parts.redact(withoutSecrets(text, secrets));
  return {
    async send({ url, secrets }, { id, body }) {
      const startedAt = clock.now();
      let requestHeaders: Record<string, string> | null = null;
      try {
        const headers = await webhookHeaders(secrets, {
          id,
          body,
          now: startedAt,
          agent: "jobdata-webhook/1",
        });
        requestHeaders = { ...headers, "webhook-signature": secrets.map(() => `v1,${HIDDEN}`).join(" ") };
        const answer = await postTo(parts, { url, headers, body, timeoutMs: TIMEOUT_MS });
        const text = clean(new TextDecoder().decode(answer.body), secrets);
        return {
          status: answer.status,
          tookMs: clock.now() - startedAt,
          error: isTaking(answer.status) ? null : `the endpoint ${answeredText(answer.status)}`,
          gone: answer.status === 410,
          retryAfterMs: readRetryAfter(answer.headers.get("retry-after"), clock.now()),
          requestHeaders,
          answerHeaders: Object.fromEntries(
            KEPT_HEADERS.flatMap((name) => {
              const value = answer.headers.get(name);
              return value === null ? [] : [[name, clean(value, secrets).slice(0, MAX_HEADER_CHARS)]];
            }),
          ),
          answerBody: text.slice(0, MAX_KEPT_ANSWER),
        };
      } catch (error) {
        return {
          status: null,
          tookMs: clock.now() - startedAt,
          error: clean(failureOf(error, url), secrets),
          gone: false,
          retryAfterMs: null,
          requestHeaders,
          answerHeaders: null,
          answerBody: null,
        };
      }
    },
  };
}
