import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Flag } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { EndpointView, endpointView, exampleEndpoint } from "./endpoint-view.ts";

const route = createRoute({
  operationId: "listWebhookEndpoints",
  method: "get",
  path: "/api/v1/webhook-endpoints",
  tags: ["webhooks"],
  summary: "List webhook endpoints",
  request: {
    query: z.strictObject({ include_deleted: Flag, limit: limitParam(100, 50), cursor: cursorParam }),
  },
  responses: {
    200: okResponse("A page of webhook endpoints", pageOf(EndpointView), {
      items: [exampleEndpoint],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("webhook-endpoints", z.uuid());

export const listWebhookEndpoints = operation("webhooks:read", route, async (c) => {
  const { include_deleted, limit, cursor: after } = c.req.valid("query");
  const rows = await c
    .get("services")
    .webhooks.list(include_deleted === "true", limit + 1, cursor.decode(after));
  const page = toPage(rows, limit, ({ id }) => cursor.encode(id));
  return ok(c, { ...page, items: page.items.map((row) => endpointView(c, row)) });
});
