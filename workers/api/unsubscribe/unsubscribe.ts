import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { TokenQuery } from "../feeds/feed-of-token.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { donePage, UNSUBSCRIBE_PATH } from "./unsubscribe-page.ts";

const route = createRoute({
  operationId: "unsubscribe",
  method: "post",
  path: UNSUBSCRIBE_PATH,
  tags: ["subscriptions"],
  summary: "End the mails of a subscription by the link in them (RFC 8058), without signing in",
  request: { query: TokenQuery },
  responses: {
    200: {
      description: "Ended; the same again changes nothing",
      content: { "text/html": { schema: z.string(), example: "<!doctype html>…" } },
    },
    ...errorResponses(404, 413, 422),
  },
});

export const unsubscribe = operation("public", route, async (c) => {
  const { subscriptions } = c.get("services");
  const { token } = c.req.valid("query");
  const subscription = await subscriptions.findUnsubscribe(token);
  if (!subscription || !(await subscriptions.unsubscribe(token)))
    throw new ApiError("not_found", "the link is unknown, or its subscription was deleted");
  audit(c, {
    action: "subscription.unsubscribe",
    record: `subscription:${subscription.id}`,
    actor: "link in a mail",
    userId: subscription.ownerId,
  });
  return c.html(donePage, 200);
});
