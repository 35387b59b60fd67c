import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { WholeListQuery, wholeList } from "../http/whole-list.ts";
import { operation } from "../operation.ts";
import { exampleSubscription, SubscriptionView, subscriptionView } from "./subscription-view.ts";

const route = createRoute({
  operationId: "listSubscriptions",
  method: "get",
  path: "/api/v1/subscriptions",
  tags: ["subscriptions"],
  summary: "List the caller's subscriptions to saved searches",
  request: { query: WholeListQuery },
  responses: {
    200: okResponse("A page of subscriptions", pageOf(SubscriptionView), {
      items: [exampleSubscription],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

const list = wholeList("subscriptions", ({ id }: { id: string }) => id);

export const listSubscriptions = operation("read", route, async (c) => {
  const all = await c.get("services").subscriptions.list(principalOf(c).userId);
  const page = list.page(all, c.req.valid("query"));
  return ok(c, { ...page, items: page.items.map(subscriptionView) });
});
