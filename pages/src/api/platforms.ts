/** Platforms: live state, run now, breaker. */
import { queryOptions } from "@tanstack/react-query";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { api, dataOf } from "./client.ts";
import { addRates, type RateHistory } from "./rate-history.ts";
import type { PlatformsAnswer } from "./types.ts";

export const fetchPlatforms = ({ signal }: { signal?: AbortSignal } = {}) =>
  dataOf(api.platforms.$get(undefined, { init: { signal } }), signal);

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
  dataOf(api.platforms[":platform"].dispatch.$post({ param: { platform } }));

/** A person closes the breaker. */
export const resetBreaker = (platform: Platform) =>
  dataOf(api.platforms[":platform"].breaker.reset.$post({ param: { platform } }));
