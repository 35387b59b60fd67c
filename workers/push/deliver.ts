/** Sends one POST to a push target and interprets the answer. */
import type { Clock } from "../../shared/clock.ts";
import type { DeliveryEnd } from "../../shared/contracts/push.ts";
import { readRetryAfter } from "../../shared/retry-after.ts";
import { answeredText } from "../outgoing/connection-failure.ts";
import { failureOf, isTaking, type PostParts, postTo } from "../outgoing/post.ts";
import { webhookHeaders } from "../outgoing/sign-webhook.ts";

/** A target that stores the rows needs seconds; one that processes them should queue them first. */
const TIMEOUT_MS = 15_000;
/** Statuses that count as a failure of the target as a whole, not of this delivery. */
const NOT_NOW = new Set([401, 403, 404, 407, 408, 410, 421, 425, 429]);

export interface Delivery {
  end: DeliveryEnd;
  /** HTTP status; null when there was no answer. */
  status: number | null;
  /** Duration in milliseconds. */
  tookMs: number;
}

export interface SignedTarget {
  url: string;
  /** While a secret is being replaced, the new one and the one before, divided by a space. */
  secret: string;
}

export interface Sender {
  /** Sends a signed body. It never throws. */
  post(target: SignedTarget, body: string, deliveryId: string): Promise<Delivery>;
}

interface SenderParts extends PostParts {
  clock: Clock;
}

function endOf(status: number, headers: Headers, now: number): DeliveryEnd {
  if (isTaking(status)) return { done: true };
  // A redirect, which can't be followed as a POST, counts as a failure of the target too.
  const kind = status >= 500 || status < 400 || NOT_NOW.has(status) ? "target" : "batch";
  const error = `the target ${answeredText(status)}`;
  const waitMs = readRetryAfter(headers.get("retry-after"), now);
  return { done: false, kind, error, retry_after_ms: waitMs !== null && waitMs > 0 ? waitMs : undefined };
}

export function createSender({ clock, ...parts }: SenderParts): Sender {
  return {
    async post({ url, secret }, body, deliveryId) {
      const startedAt = clock.now();
      try {
        const message = { id: deliveryId, body, now: startedAt, agent: "jobdata-push/1" };
        const headers = await webhookHeaders(secret.split(" "), message);
        const answer = await postTo(parts, { url, headers, body, timeoutMs: TIMEOUT_MS });
        const end = endOf(answer.status, answer.headers, clock.now());
        return { end, status: answer.status, tookMs: clock.now() - startedAt };
      } catch (error) {
        const end = { done: false, kind: "target", error: failureOf(error, url) } as const;
        return { end, status: null, tookMs: clock.now() - startedAt };
      }
    },
  };
}
