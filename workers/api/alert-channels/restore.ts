import { createRoute } from "@hono/zod-openapi";
import { assertDeleted } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { ChannelView, channelView, exampleChannel } from "./channel-view.ts";

const route = createRoute({
  operationId: "restoreAlertChannel",
  method: "post",
  path: "/api/v1/alert-channels/{id}/restore",
  tags: ["alerts"],
  summary: "Bring a deleted channel back",
  request: { params: IdParam },
  responses: {
    200: okResponse("The channel", ChannelView, exampleChannel),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const restoreAlertChannel = operation("alerts:write", route, async (c) => {
  const { alerts, clock } = c.get("services");
  const channel = await alerts.channels.get(c.req.valid("param").id);
  assertDeleted(`channel ${channel.name}`, channel);
  const after = channelView(
    await alerts.channels.update(channel, { deletedAt: null, updatedAt: clock.now() }),
  );
  audit(c, { action: "alert-channel.restore", record: `alert-channel:${channel.id}`, after });
  return ok(c, after);
});
