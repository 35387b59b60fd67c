/**
 * Sends errors of the log to Sentry as envelopes over fetch (https://develop.sentry.dev/sdk/envelopes/). Sentry's own
 * package for Workers brings OpenTelemetry along, which is many times the size of the rest of this script.
 *
 * It never throws, and nobody waits for it. Events over a limit are counted, and the next event tells how many.
 */
import { MINUTE_MS } from "../time.ts";
import { parseDsn } from "./dsn.ts";
import { eventOf } from "./event.ts";

/** The same error is sent once in this time by an isolate. */
const SAME_MS = MINUTE_MS;
/** Events of an isolate in a minute. */
const MAX_PER_MINUTE = 10;
const TIMEOUT_MS = 3000;
/** Sentry asks for a pause with `Retry-After`; this is its longest. */
const MAX_PAUSE_MS = 60 * MINUTE_MS;
const CLIENT = "jobdata/1.0";

interface Parts {
  dsn: string;
  environment: string;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  now: () => number;
  newId: () => string;
  /** Keeps the invocation alive until the event is sent. */
  inBackground: (work: Promise<unknown>) => void;
}

/** Takes a line of the log of level error, as JSON without secrets. */
export type ReportError = (line: string) => void;

/** What an isolate remembers of its events. */
export interface SentLately {
  times: number[];
  same: Map<string, number>;
  pausedUntil: number;
  dropped: number;
}
export const newSentLately = (): SentLately => ({ times: [], same: new Map(), pausedUntil: 0, dropped: 0 });

/** @returns null without a usable DSN */
export function createReporter(
  { dsn, environment, fetch, now, newId, inBackground }: Parts,
  sent: SentLately,
): ReportError | null {
  const target = parseDsn(dsn);
  if (!target) return null;
  const { envelopeUrl, publicKey } = target;

  function isAllowed(key: string, at: number): boolean {
    sent.times = sent.times.filter((time) => time > at - MINUTE_MS);
    for (const [known, time] of sent.same) if (time <= at - SAME_MS) sent.same.delete(known);
    if (at < sent.pausedUntil || sent.times.length >= MAX_PER_MINUTE || sent.same.has(key)) return false;
    sent.times.push(at);
    sent.same.set(key, at);
    return true;
  }

  async function send(envelope: string): Promise<void> {
    try {
      const response = await fetch(envelopeUrl, {
        method: "POST",
        body: envelope,
        redirect: "manual",
        headers: {
          "content-type": "application/x-sentry-envelope",
          "x-sentry-auth": `Sentry sentry_version=7, sentry_client=${CLIENT}, sentry_key=${publicKey}`,
        },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (response.status === 429) {
        const seconds = Number(response.headers.get("retry-after") ?? "60") || 60;
        sent.pausedUntil = now() + Math.min(MAX_PAUSE_MS, seconds * 1000);
      }
      if (!response.ok) sent.dropped++;
      await response.body?.cancel();
    } catch {
      // The error itself stands in the log; that Sentry did not take it is told with the next event.
      sent.dropped++;
    }
  }

  return (line) => {
    try {
      const at = now();
      const event = eventOf(JSON.parse(line) as Record<string, unknown>, {
        id: newId(),
        now: at,
        environment,
      });
      if (!isAllowed(event.fingerprint.join("\n"), at)) {
        sent.dropped++;
        return;
      }
      if (sent.dropped > 0) event.extra.dropped_events = sent.dropped;
      sent.dropped = 0;
      const payload = JSON.stringify(event);
      const header = { event_id: event.event_id, sent_at: new Date(at).toISOString() };
      const item = { type: "event", content_type: "application/json", length: utf8Length(payload) };
      inBackground(send(`${JSON.stringify(header)}\n${JSON.stringify(item)}\n${payload}\n`));
    } catch {
      sent.dropped++;
    }
  };
}

const utf8Length = (text: string): number => new TextEncoder().encode(text).length;
