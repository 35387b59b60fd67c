/** Platforms: live state, run now, breaker. */
import { queryOptions } from "@tanstack/react-query";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { call } from "./client.ts";
import { addRates, type RateHistory } from "./rate-history.ts";
import type { GateView, IngestView, PlatformView } from "./types.ts";

interface PlatformsAnswer {
  items: PlatformView[];
  /** The way into ClickHouse, shared by all platforms. */
  ingest: IngestView;
}

/** @param options `token`: try this one instead of the session's */
export const fetchPlatforms = (options: { token?: string; signal?: AbortSignal } = {}) =>
  call<PlatformsAnswer>("GET", "/platforms", options);

export interface LivePlatforms extends PlatformsAnswer {
  rates: RateHistory;
}

export const LIVE_EVERY_MS = 2000;

/** Polled while the tab is visible; each answer adds a point to the lines of pages a minute. */
export const livePlatforms = queryOptions({
  queryKey: ["platforms"],
  queryFn: async ({ client, queryKey, signal }): Promise<LivePlatforms> => {
    const answer = await fetchPlatforms({ signal });
    const before = client.getQueryData<LivePlatforms>(queryKey);
    return { ...answer, rates: addRates(before?.rates ?? {}, answer.items, Date.now()) };
  },
  refetchInterval: LIVE_EVERY_MS,
  // The lines outlive a visit to another page.
  gcTime: Number.POSITIVE_INFINITY,
});

/** Queues what is due on a platform. */
export const dispatchPlatform = (platform: Platform) =>
  call<{ queued: number }>("POST", `/platforms/${platform}/dispatch`);

/** A person closes the breaker. */
export const resetBreaker = (platform: Platform) =>
  call<GateView>("POST", `/platforms/${platform}/breaker/reset`);
