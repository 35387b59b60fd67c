import { DurableObject } from "cloudflare:workers";
import { type ObjectClock, systemClock } from "../../shared/clock.ts";
import type {
  RequestCounts,
  RequestMeasures,
  RequestMeterApi,
  RequestOutcome,
  RouteKind,
} from "../../shared/contracts/request-meter.ts";
import { quantileOf, TIME_BUCKETS } from "../../shared/domain/request-times.ts";
import { MINUTE_MS } from "../../shared/time.ts";

/** Times are those of this window and the one before. */
const WINDOW_MS = 5 * MINUTE_MS;

interface Times {
  count: number;
  failed: number;
  seconds: number;
  buckets: number[];
}
interface Window {
  /** Number of the window since 1970. */
  number: number;
  times: Partial<Record<RouteKind, Times>>;
}
interface State {
  totals: Partial<Record<RouteKind, Partial<Record<RequestOutcome, number>>>>;
  windows: Window[];
}

const KEY = "state";

/**
 * Adds up the API's requests, which isolates count for themselves and tell of a few times a minute. A call is one row: the
 * state is a few kilobytes, since kinds, outcomes and buckets are closed lists.
 */
export class RequestMeter extends DurableObject<Env> implements RequestMeterApi {
  /** Tests set their own. */
  clock: Pick<ObjectClock, "now"> = systemClock;
  #state: State = { totals: {}, windows: [] };

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    void ctx.blockConcurrencyWhile(async () => {
      this.#state = (await ctx.storage.get<State>(KEY)) ?? this.#state;
    });
  }

  async add(counts: RequestCounts[]): Promise<void> {
    const { times } = this.#window();
    for (const { kind, outcome, count, seconds, buckets } of counts) {
      const total = this.#state.totals[kind] ?? {};
      this.#state.totals[kind] = { ...total, [outcome]: (total[outcome] ?? 0) + count };
      times[kind] ??= newTimes();
      addTo(times[kind], { count, failed: outcome === "failed" ? count : 0, seconds }, buckets);
    }
    await this.ctx.storage.put(KEY, this.#state);
  }

  async measures(): Promise<RequestMeasures> {
    const totals = Object.entries(this.#state.totals).flatMap(([kind, of]) =>
      Object.entries(of).map(([outcome, count]) => ({
        kind: kind as RouteKind,
        outcome: outcome as RequestOutcome,
        count,
      })),
    );
    const now = this.#number();
    const sums = new Map<RouteKind, Times>();
    for (const { number, times } of this.#state.windows) {
      if (number < now - 1) continue;
      for (const [kind, of] of Object.entries(times)) {
        const sum = sums.get(kind as RouteKind) ?? newTimes();
        addTo(sum, of, of.buckets.entries());
        sums.set(kind as RouteKind, sum);
      }
    }
    const recent = [...sums].map(([kind, { count, failed, seconds, buckets }]) => ({
      ...{ kind, count, failed },
      ...{ mean_s: seconds / count, p95_s: quantileOf(buckets, 0.95) },
    }));
    return { totals, recent };
  }

  #number(): number {
    return Math.floor(this.clock.now() / WINDOW_MS);
  }

  /** The present window; those before the last one are forgotten. */
  #window(): Window {
    const number = this.#number();
    const kept = this.#state.windows.filter((window) => window.number >= number - 1);
    const own = kept.find((window) => window.number === number) ?? { number, times: {} };
    this.#state.windows = [...kept.filter((window) => window !== own), own];
    return own;
  }
}

const newTimes = (): Times => ({
  ...{ count: 0, failed: 0, seconds: 0 },
  buckets: new Array<number>(TIME_BUCKETS).fill(0),
});

function addTo(
  sum: Times,
  { count, failed, seconds }: Omit<Times, "buckets">,
  buckets: Iterable<[bucket: number, count: number]>,
): void {
  sum.count += count;
  sum.failed += failed;
  sum.seconds += seconds;
  for (const [bucket, more] of buckets) sum.buckets[bucket] = (sum.buckets[bucket] ?? 0) + more;
}
