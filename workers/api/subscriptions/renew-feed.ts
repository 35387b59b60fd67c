import { createRoute } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { feedUrl } from "../../subscriptions/feeds.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleLinks, FeedLinks } from "./subscription-view.ts";

const route = createRoute({
  operationId: "renewSubscriptionFeed",
  method: "post",
  path: "/api/v1/subscriptions/{id}/renew-feed",
  tags: ["subscriptions"],
  summary: "Make new links of a feed, shown once; the ones before end",
  request: { params: IdParam },
  responses: {
    200: okResponse("The links", FeedLinks, exampleLinks),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const renewSubscriptionFeed = operation("searches:write", route, async (c) => {
  const { subscriptions, config } = c.get("services");
  const subscription = await subscriptions.get(c.req.valid("param").id, principalOf(c).userId);
  if (subscription.channel !== "feed")
    throw new ApiError("invalid_state", `cannot renew: it is a ${subscription.channel}, not a feed`);
  const token = await subscriptions.renewFeed(subscription);
  audit(c, { action: "subscription.renew-feed", record: `subscription:${subscription.id}` });
  return ok(c, {
    atom_url: feedUrl(config.PUBLIC_URL, "atom", token),
    json_url: feedUrl(config.PUBLIC_URL, "json", token),
  });
});
