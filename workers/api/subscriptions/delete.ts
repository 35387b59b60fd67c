import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleSubscription, subscriptionView } from "./subscription-view.ts";

const route = createRoute({
  operationId: "deleteSubscription",
  method: "delete",
  path: "/api/v1/subscriptions/{id}",
  tags: ["subscriptions"],
  summary: "End a subscription: its links end too",
  request: { params: IdParam },
  responses: {
    200: okResponse("Ended", z.object({ id: z.uuid() }), { id: exampleSubscription.id }),
    ...errorResponses(404, 413, 422),
  },
});

export const deleteSubscription = operation("searches:write", route, async (c) => {
  const { subscriptions } = c.get("services");
  const before = await subscriptions.get(c.req.valid("param").id, principalOf(c).userId);
  await subscriptions.delete(before);
  audit(c, {
    action: "subscription.delete",
    record: `subscription:${before.id}`,
    before: subscriptionView(before),
  });
  return ok(c, { id: before.id });
});
