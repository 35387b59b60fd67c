import { createRoute, z } from "@hono/zod-openapi";
import { atomFeed, FEED_PATHS } from "../../subscriptions/feeds.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { sendFeed, TokenQuery } from "./feed-of-token.ts";

const route = createRoute({
  operationId: "showAtomFeed",
  method: "get",
  path: FEED_PATHS.atom,
  tags: ["subscriptions"],
  summary: "A subscription as an Atom feed (RFC 4287), by its secret link",
  request: { query: TokenQuery },
  responses: {
    200: {
      description: "The feed; with If-None-Match, 304 where it is the same",
      content: { "application/atom+xml": { schema: z.string(), example: "<feed>…</feed>" } },
    },
    ...errorResponses(404, 422),
  },
});

export const showAtomFeed = operation(
  "public",
  route,
  async (c) => (await sendFeed(c, c.req.valid("query").token, "atom", atomFeed)) as never,
);
