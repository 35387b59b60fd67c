import type { LiveFeedApi, LiveGroup } from "../../shared/contracts/live.ts";

/** Addresses the feed of one group. */
export function liveFeed(env: Pick<Env, "LIVE_FEED">, group: LiveGroup): LiveFeedApi {
  return env.LIVE_FEED.getByName(group);
}
