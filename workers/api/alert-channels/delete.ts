import { createRoute, z } from "@hono/zod-openapi";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam, Restore, restoreOf } from "../http/fields.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { ChannelView, channelView, EXAMPLE_CHANNEL_ID, exampleChannel } from "./channel-view.ts";

const route = createRoute({
  operationId: "deleteAlertChannel",
  method: "delete",
  path: "/api/v1/alert-channels/{id}",
  tags: ["alerts"],
  summary: "Delete a channel: messages that wait for it fail",
  request: { params: IdParam },
  responses: {
    200: okResponse("The deleted channel", z.object({ channel: ChannelView, restore: Restore }), {
      channel: { ...exampleChannel, deleted_at: EXAMPLE_NOW },
      restore: { method: "POST", path: `/api/v1/alert-channels/${EXAMPLE_CHANNEL_ID}/restore` },
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const deleteAlertChannel = operation("alerts:write", route, async (c) => {
  const { alerts, clock } = c.get("services");
  const channel = await alerts.channels.get(c.req.valid("param").id);
  assertNotDeleted(`channel ${channel.name}`, channel);
  const now = clock.now();
  const deleted = channelView(await alerts.channels.update(channel, { deletedAt: now, updatedAt: now }));
  audit(c, {
    action: "alert-channel.delete",
    record: `alert-channel:${channel.id}`,
    before: channelView(channel),
  });
  return ok(c, { channel: deleted, restore: restoreOf("alert-channels", channel.id) });
});
