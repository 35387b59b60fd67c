import { createRoute, z } from "@hono/zod-openapi";
import { FEED_PATHS, jsonFeed } from "../../subscriptions/feeds.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { sendFeed, TokenQuery } from "./feed-of-token.ts";

const route = createRoute({
  operationId: "showJsonFeed",
  method: "get",
  path: FEED_PATHS.json,
  tags: ["subscriptions"],
  summary: "A subscription as a JSON Feed 1.1, by its secret link",
  request: { query: TokenQuery },
  responses: {
    200: {
      description: "The feed; with If-None-Match, 304 where it is the same",
      content: {
        "application/feed+json": {
          schema: z.looseObject({ version: z.string(), title: z.string(), items: z.array(z.unknown()) }),
          example: {
            version: "https://jsonfeed.org/version/1.1",
            title: "JobData: Java",
            items: [],
          } as unknown,
        },
      },
    },
    ...errorResponses(404, 422),
  },
});

export const showJsonFeed = operation(
  "public",
  route,
  async (c) =>
    (await sendFeed(c, c.req.valid("query").token, "json", (...feed) =>
      JSON.stringify(jsonFeed(...feed)),
    )) as never,
);
