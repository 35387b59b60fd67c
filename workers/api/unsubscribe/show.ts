import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { TokenQuery } from "../feeds/feed-of-token.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { askPage, donePage, UNSUBSCRIBE_PATH } from "./unsubscribe-page.ts";

const route = createRoute({
  operationId: "showUnsubscribePage",
  method: "get",
  path: UNSUBSCRIBE_PATH,
  tags: ["subscriptions"],
  summary: "The page that asks before it ends the mails of a subscription; it changes nothing",
  request: { query: TokenQuery },
  responses: {
    200: {
      description: "The page",
      content: { "text/html": { schema: z.string(), example: "<!doctype html>…" } },
    },
    ...errorResponses(404, 422),
  },
});

export const showUnsubscribePage = operation("public", route, async (c) => {
  const { token } = c.req.valid("query");
  const subscription = await c.get("services").subscriptions.findUnsubscribe(token);
  if (!subscription) throw new ApiError("not_found", "the link is unknown, or its subscription was deleted");
  return c.html(subscription.enabled ? askPage(subscription.search.name, token) : donePage, 200);
});
