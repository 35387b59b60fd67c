import { createRoute, z } from "@hono/zod-openapi";
import { SubscriptionChannel } from "../../../shared/contracts/subscription.ts";
import { fieldError } from "../../../shared/errors/validation.ts";
import { feedUrl } from "../../subscriptions/feeds.ts";
import { created, createdResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Id } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { findSearch } from "../saved-searches/search-view.ts";
import {
  checkEndpoint,
  exampleSubscription,
  FeedLinks,
  SubscriptionView,
  subscriptionFields,
  subscriptionView,
} from "./subscription-view.ts";

const New = z.strictObject({
  search_id: Id,
  channel: SubscriptionChannel,
  kinds: subscriptionFields.kinds.default(["new", "changed", "closed"]),
  frequency: subscriptionFields.frequency.optional(),
  hour: subscriptionFields.hour.optional(),
  weekday: subscriptionFields.weekday.optional(),
  time_zone: subscriptionFields.time_zone.default("Asia/Shanghai"),
  language: subscriptionFields.language.default("zh"),
  endpoint_id: subscriptionFields.endpoint_id.optional(),
});

const route = createRoute({
  operationId: "createSubscription",
  method: "post",
  path: "/api/v1/subscriptions",
  tags: ["subscriptions"],
  summary: "Be told what happens in a saved search: by mail, webhook or feed",
  description:
    "It begins with what happens from now on. docs/subscriptions.md says what is told when, and how often.",
  request: {
    body: jsonBody(New, {
      search_id: exampleSubscription.search.id,
      channel: "mail",
      frequency: "daily",
      hour: 8,
    }),
  },
  responses: {
    201: createdResponse(
      "Subscribed",
      z.object({ subscription: SubscriptionView, feed: FeedLinks.nullable() }),
      { subscription: exampleSubscription, feed: null },
    ),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const createSubscription = operation("searches:write", route, async (c) => {
  const { search_id: searchId, channel, ...given } = c.req.valid("json");
  const { subscriptions, config } = c.get("services");
  const search = await findSearch(c, searchId);
  if (search.deletedAt !== null || search.kind !== "jobs")
    throw fieldError("search_id", "is no saved search of postings");
  if (channel === "webhook") await checkEndpoint(c, given.endpoint_id);
  const isMail = channel === "mail";
  const frequency = isMail ? (given.frequency ?? "daily") : null;
  const { subscription, token } = await subscriptions.create({
    ...{ ownerId: principalOf(c).userId, searchId, channel, frequency },
    ...{ kinds: given.kinds, timeZone: given.time_zone, language: given.language },
    hour: frequency === "daily" || frequency === "weekly" ? (given.hour ?? 8) : null,
    weekday: frequency === "weekly" ? (given.weekday ?? 1) : null,
    endpointId: channel === "webhook" ? (given.endpoint_id ?? null) : null,
  });
  const view = subscriptionView(subscription);
  audit(c, { action: "subscription.create", record: `subscription:${subscription.id}`, after: view });
  const feed = token && {
    atom_url: feedUrl(config.PUBLIC_URL, "atom", token),
    json_url: feedUrl(config.PUBLIC_URL, "json", token),
  };
  return created(c, { subscription: view, feed: feed || null });
});
