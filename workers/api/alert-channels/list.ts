import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Flag } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { ChannelView, channelView, exampleChannel } from "./channel-view.ts";

const route = createRoute({
  operationId: "listAlertChannels",
  method: "get",
  path: "/api/v1/alert-channels",
  tags: ["alerts"],
  summary: "List the channels that alerts are sent to",
  request: {
    query: z.strictObject({ include_deleted: Flag, limit: limitParam(200, 50), cursor: cursorParam }),
  },
  responses: {
    200: okResponse("A page of channels", pageOf(ChannelView), {
      items: [exampleChannel],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("alert-channels", z.uuid());

export const listAlertChannels = operation("alerts:read", route, async (c) => {
  const { include_deleted, limit, cursor: after } = c.req.valid("query");
  const { channels } = c.get("services").alerts;
  const rows = await channels.list(include_deleted === "true", limit + 1, cursor.decode(after));
  const page = toPage(rows, limit, ({ id }) => cursor.encode(id));
  return ok(c, { ...page, items: page.items.map(channelView) });
});
