/**
 * Counts the API's requests in the memory of the isolate, and tells the meter of them a few times a minute. Isolates share
 * no memory, so that a counter of one would say nothing of the platform; a row for each request would cost more than the
 * request. A request waits for none of this, and an isolate that ends in between loses the counts of seconds.
 */
import type { SleepingClock } from "../../shared/clock.ts";
import type {
  RequestCounts,
  RequestMeterApi,
  RequestOutcome,
  RouteKind,
} from "../../shared/contracts/request-meter.ts";
import { bucketOf } from "../../shared/domain/request-times.ts";
import { messageOf } from "../../shared/errors/message-of.ts";
import type { Logger } from "../../shared/log.ts";
import { SECOND_MS } from "../../shared/time.ts";

/** Work after an answer may take 30 s; a busy isolate writes three rows a minute. */
export const TELL_MS = 20 * SECOND_MS;

interface Sum {
  kind: RouteKind;
  outcome: RequestOutcome;
  count: number;
  seconds: number;
  buckets: Map<number, number>;
}

/** Plain data, which outlives the requests that made it. */
export interface RequestTally {
  sums: Map<string, Sum>;
  /** Until then a request that was here before is waiting to tell, Unix ms. */
  waitsUntil: number;
}
export const newTally = (): RequestTally => ({ sums: new Map(), waitsUntil: 0 });
export const isolateTally = newTally();

const outcomeOf = (status: number): RequestOutcome =>
  status >= 500 ? "failed" : status >= 400 ? "refused" : "ok";

export interface RequestTimes {
  /** Counts a request that was answered. */
  measured(kind: RouteKind, status: number, seconds: number): void;
}

interface Parts {
  tally: RequestTally;
  meter: Pick<RequestMeterApi, "add">;
  /** Work that goes on after the answer. */
  inBackground(work: Promise<void>): void;
  clock: SleepingClock;
  logger: Pick<Logger, "warn">;
}

function addTo({ sums }: RequestTally, { kind, outcome, count, seconds, buckets }: RequestCounts): void {
  const key = `${kind} ${outcome}`;
  const sum = sums.get(key) ?? { kind, outcome, count: 0, seconds: 0, buckets: new Map() };
  sum.count += count;
  sum.seconds += seconds;
  for (const [bucket, number] of buckets) sum.buckets.set(bucket, (sum.buckets.get(bucket) ?? 0) + number);
  sums.set(key, sum);
}

export function createRequestTimes({ tally, meter, inBackground, clock, logger }: Parts): RequestTimes {
  async function tellLater(): Promise<void> {
    await clock.sleep(TELL_MS);
    const counts = [...tally.sums.values()].map((sum) => ({ ...sum, buckets: [...sum.buckets] }));
    tally.sums.clear();
    tally.waitsUntil = 0;
    try {
      await meter.add(counts);
    } catch (error) {
      // They go with the next ones: a closed list, however long the meter is away.
      for (const sum of counts) addTo(tally, sum);
      logger.warn("metrics.requests-not-told", { error: messageOf(error) });
    }
  }
  return {
    measured(kind, status, seconds) {
      addTo(tally, {
        ...{ kind, outcome: outcomeOf(status), count: 1, seconds },
        buckets: [[bucketOf(seconds), 1]],
      });
      const now = clock.now();
      // One that was to tell and ended with its request is not waited for.
      if (now < tally.waitsUntil) return;
      tally.waitsUntil = now + 2 * TELL_MS;
      inBackground(tellLater());
    },
  };
}
