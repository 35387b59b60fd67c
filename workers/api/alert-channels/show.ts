import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { ChannelView, channelView, exampleChannel } from "./channel-view.ts";

const route = createRoute({
  operationId: "showAlertChannel",
  method: "get",
  path: "/api/v1/alert-channels/{id}",
  tags: ["alerts"],
  summary: "Show a channel",
  request: { params: IdParam },
  responses: {
    200: okResponse("The channel", ChannelView, exampleChannel),
    ...errorResponses(404, 422),
  },
});

export const showAlertChannel = operation("alerts:read", route, async (c) =>
  ok(c, channelView(await c.get("services").alerts.channels.get(c.req.valid("param").id))),
);
