/**
 * Takes the upgrade of a live feed. It goes past the API's middlewares, which rebuild answers and would lose the socket:
 * the one-time ticket in the address was given to a caller whom they have checked.
 */

import { type LiveFeedApi, LiveGroup } from "../../shared/contracts/live.ts";
import { callerNetwork } from "../../shared/domain/ip-address.ts";
import { sameOrigin } from "../../shared/domain/same-origin.ts";

const PATH = /^\/api\/v1\/live\/([a-z]+)$/;

/** Another site's page must not open a socket, even with a ticket that it got hold of. */
export const isOwnOrigin = (origin: string | null, own: readonly string[]): boolean =>
  // Programs send no Origin.
  origin === null || own.some((one) => sameOrigin(origin, one));

/**
 * @param mayTry counts a try of an address: a ticket may be guessed, and each try wakes the feed
 * @returns null for a request that is no upgrade of a feed
 */
export async function liveUpgrade(
  request: Request,
  publicUrl: string | undefined,
  feed: (group: LiveGroup) => Pick<LiveFeedApi, "fetch">,
  mayTry: (address: string) => Promise<boolean>,
): Promise<Response | null> {
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") return null;
  const url = new URL(request.url);
  const group = LiveGroup.safeParse(PATH.exec(url.pathname)?.[1]);
  if (request.method !== "GET" || !group.success) return null;
  const own = [url.origin, ...(publicUrl ? [new URL(publicUrl).origin] : [])];
  if (!isOwnOrigin(request.headers.get("origin"), own)) return new Response(null, { status: 403 });
  if (!(await mayTry(callerNetwork(request.headers.get("cf-connecting-ip") ?? "unknown"))))
    return new Response(null, { status: 429 });
  return feed(group.data).fetch(request);
}
