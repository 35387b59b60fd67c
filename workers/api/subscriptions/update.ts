import { createRoute, z } from "@hono/zod-openapi";
import { fieldError } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import {
  checkEndpoint,
  exampleSubscription,
  SubscriptionView,
  subscriptionFields,
  subscriptionView,
} from "./subscription-view.ts";

const route = createRoute({
  operationId: "updateSubscription",
  method: "patch",
  path: "/api/v1/subscriptions/{id}",
  tags: ["subscriptions"],
  summary: "Change a subscription; switched on again, it tells what happens from then on",
  request: {
    params: IdParam,
    body: jsonBody(z.strictObject({ ...subscriptionFields, enabled: z.boolean() }).partial(), {
      enabled: false,
    }),
  },
  responses: {
    200: okResponse("The subscription", SubscriptionView, { ...exampleSubscription, enabled: false }),
    ...errorResponses(400, 404, 413, 415, 422),
  },
});

export const updateSubscription = operation("searches:write", route, async (c) => {
  const { time_zone, endpoint_id, ...given } = c.req.valid("json");
  const { subscriptions } = c.get("services");
  const before = await subscriptions.get(c.req.valid("param").id, principalOf(c).userId);
  if (endpoint_id !== undefined) {
    if (before.channel !== "webhook") throw fieldError("endpoint_id", "is only of a webhook");
    await checkEndpoint(c, endpoint_id);
  }
  if (given.frequency !== undefined && before.channel !== "mail")
    throw fieldError("frequency", "is only of a mail");
  const frequency = given.frequency ?? before.frequency;
  const after = await subscriptions.update(before, {
    ...given,
    ...(time_zone !== undefined && { timeZone: time_zone }),
    ...(endpoint_id !== undefined && { endpointId: endpoint_id }),
    hour: frequency === "daily" || frequency === "weekly" ? (given.hour ?? before.hour ?? 8) : null,
    weekday: frequency === "weekly" ? (given.weekday ?? before.weekday ?? 1) : null,
  });
  const view = subscriptionView(after);
  audit(c, {
    action: "subscription.update",
    record: `subscription:${before.id}`,
    before: subscriptionView(before),
    after: view,
  });
  return ok(c, view);
});
