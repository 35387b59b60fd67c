/** Sends one POST to a push target and interprets the answer. */
import type { Clock } from "../../shared/clock.ts";
import type { DeliveryEnd } from "../../shared/contracts/push.ts";
import { type OutgoingRules, shownUrl, WEBHOOK_RULES } from "../../shared/domain/outgoing-url.ts";
import { readRetryAfter } from "../../shared/retry-after.ts";
import { OutgoingError } from "../outgoing/outgoing-error.ts";
import type { Resolver } from "../outgoing/resolver.ts";
import { safeFetch } from "../outgoing/safe-fetch.ts";
import { pushHeaders } from "./sign.ts";

/** A target that stores the rows needs seconds; one that processes them should queue them first. */
const TIMEOUT_MS = 15_000;
/** Limit of the answer's body, which is not used. */
const ANSWER_BYTES = 65_536;
/** Statuses that count as a failure of the target as a whole, not of this delivery. */
const NOT_NOW = new Set([401, 403, 404, 407, 408, 410, 421, 425, 429]);

export interface Delivery {
  end: DeliveryEnd;
  /** HTTP status; null when there was no answer. */
  status: number | null;
  /** Duration in milliseconds. */
  tookMs: number;
}

export interface Sender {
  /** Sends a signed body. It never throws. */
  post(target: { url: string; secret: string }, body: string, deliveryId: string): Promise<Delivery>;
}

interface SenderParts {
  resolver: Resolver;
  clock: Clock;
  /** True on a local stack, where targets on the same machine are allowed. */
  trustLoopback: boolean;
  fetcher?: typeof fetch;
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

/** @returns the rules for this URL; a local stack trusts loopback addresses */
export function pushRules(url: string, trustLoopback: boolean): OutgoingRules {
  if (!trustLoopback || !URL.canParse(url)) return WEBHOOK_RULES;
  const { hostname, origin } = new URL(url);
  return LOOPBACK.test(hostname) ? { ...WEBHOOK_RULES, trustedOrigins: [origin] } : WEBHOOK_RULES;
}

function endOf(status: number, headers: Headers, now: number): DeliveryEnd {
  if (status >= 200 && status < 300) return { done: true };
  // A redirect, which can't be followed as a POST, counts as a failure of the target too.
  const kind = status >= 500 || status < 400 || NOT_NOW.has(status) ? "target" : "batch";
  const error = `the target answered ${status}`;
  const waitMs = readRetryAfter(headers.get("retry-after"), now);
  return { done: false, kind, error, retry_after_ms: waitMs !== null && waitMs > 0 ? waitMs : undefined };
}

export function createSender({ resolver, clock, trustLoopback, fetcher }: SenderParts): Sender {
  return {
    async post({ url, secret }, body, deliveryId) {
      const startedAt = clock.now();
      try {
        const headers = await pushHeaders(secret, body, deliveryId, startedAt);
        const answer = await safeFetch(
          url,
          { method: "POST", headers, body },
          {
            resolver,
            rules: pushRules(url, trustLoopback),
            // A redirected POST becomes a GET, and its status 200 would not mean that the rows arrived.
            maxRedirects: 0,
            maxBytes: ANSWER_BYTES,
            timeoutMs: TIMEOUT_MS,
            ...(fetcher && { fetcher }),
          },
        );
        const end = endOf(answer.status, answer.headers, clock.now());
        return { end, status: answer.status, tookMs: clock.now() - startedAt };
      } catch (error) {
        const told = error instanceof OutgoingError ? error.message : String(error);
        const message = told.replaceAll(url, shownUrl(url));
        const end = { done: false, kind: "target", error: message } as const;
        return { end, status: null, tookMs: clock.now() - startedAt };
      }
    },
  };
}
