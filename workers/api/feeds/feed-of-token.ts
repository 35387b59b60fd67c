import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { ApiError } from "../../../shared/errors/codes.ts";
import { FEED_TYPES, type FeedFormat, feedUrl } from "../../subscriptions/feeds.ts";
import type { Feed } from "../../subscriptions/subscriptions.ts";
import type { ApiEnv } from "../http/context.ts";

export const TokenQuery = z.strictObject({
  token: z.string().regex(/^[\w-]{43}$/, "is not a token of a link"),
});

/**
 * Answers a feed. The validator is a hash of the body, so that a reader that asks often is answered 304.
 * @throws ApiError not_found for an unknown token, and where the owner may not read postings any more
 */
export async function sendFeed(
  c: Context<ApiEnv>,
  token: string,
  format: FeedFormat,
  write: (feed: Feed, publicUrl: string, self: string) => string,
): Promise<Response> {
  const { subscriptions, config } = c.get("services");
  const feed = await subscriptions.feed(token);
  if (!feed) throw new ApiError("not_found", "the feed is unknown, has a newer link, or has ended");
  const body = write(feed, config.PUBLIC_URL, feedUrl(config.PUBLIC_URL, format, token));
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(body));
  const etag = `"${new Uint8Array(digest).toHex().slice(0, 32)}"`;
  c.header("etag", etag);
  // A cache that compresses the body marks the validator as weak (RFC 9110, 13.1.2: the comparison is a weak one).
  if (c.req.header("if-none-match")?.replace(/^W\//, "") === etag) return c.body(null, 304);
  return c.body(body, 200, { "content-type": FEED_TYPES[format] });
}
