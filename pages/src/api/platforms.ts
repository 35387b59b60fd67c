/** Platforms: live state, dispatch, circuit breaker. */
import { queryOptions } from "@tanstack/react-query";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { api, dataOf } from "./client.ts";
import { addRates, type RateHistory } from "./rate-history.ts";
import type { PlatformsAnswer } from "./types.ts";

export const fetchPlatforms = ({ signal }: { signal?: AbortSignal } = {}) =>
  dataOf(api.platforms.$get({ query: {} }, { init: { signal } }), signal);

export interface LivePlatforms extends PlatformsAnswer {
  rates: RateHistory;
}

export const LIVE_EVERY_MS = 2000;

/** Polled while the tab is visible; each answer adds a point to the history of pages a minute. */
export const livePlatforms = queryOptions({
  queryKey: ["platforms"],
  queryFn: async ({ client, queryKey, signal }): Promise<LivePlatforms> => {
    const answer = await fetchPlatforms({ signal });
    const before = client.getQueryData<LivePlatforms>(queryKey);
    return { ...answer, rates: addRates(before?.rates ?? {}, answer.items, Date.now()) };
  },
  refetchInterval: LIVE_EVERY_MS,
  // The history is kept while another page is open.
  gcTime: Number.POSITIVE_INFINITY,
});

/** Queues the due keywords of a platform. */
export const dispatchPlatform = (platform: Platform) =>
  dataOf(api.platforms[":platform"].dispatch.$post({ param: { platform } }));

/** Makes all keywords of a platform due that rest or wait; paused and blocked ones stay. */
export const runAllKeywords = (platform: Platform) =>
  dataOf(api.platforms[":platform"]["run-all"].$post({ param: { platform } }));

/** Closes the circuit breaker of a platform. */
export const resetBreaker = (platform: Platform) =>
  dataOf(api.platforms[":platform"].breaker.reset.$post({ param: { platform } }));
