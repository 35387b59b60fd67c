import { createRoute, z } from "@hono/zod-openapi";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import {
  ChannelView,
  channelFields,
  channelView,
  checkSecret,
  checkTarget,
  exampleChannel,
} from "./channel-view.ts";

const route = createRoute({
  operationId: "updateAlertChannel",
  method: "patch",
  path: "/api/v1/alert-channels/{id}",
  tags: ["alerts"],
  summary: "Change a channel; a new target takes its old secret along only when the secret is sent too",
  request: {
    params: IdParam,
    body: jsonBody(z.strictObject(channelFields).partial(), { enabled: false }),
  },
  responses: {
    200: okResponse("The channel", ChannelView, { ...exampleChannel, enabled: false }),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const updateAlertChannel = operation("alerts:write", route, async (c) => {
  const { alerts } = c.get("services");
  const body = c.req.valid("json");
  const { name, language, enabled, is_default: isDefault, gets_report: getsReport } = body;
  const channel = await alerts.channels.get(c.req.valid("param").id);
  assertNotDeleted(`channel ${channel.name}`, channel);
  // A form that sends back the target as it was shown does not change it.
  const target = body.target === channel.shown ? undefined : body.target;
  if (target !== undefined) checkTarget(c, channel.kind, target);
  // The signature of the old target must not be made for a new one that somebody else chose.
  const secret = target !== undefined ? (body.secret ?? null) : body.secret;
  if (secret !== undefined) checkSecret(channel.kind, secret);
  const said = Object.entries({ name, language, enabled, isDefault, getsReport }).filter(
    ([, value]) => value !== undefined,
  );
  const changed = await alerts.updateChannel(channel, Object.fromEntries(said), {
    ...(target !== undefined && { target }),
    ...(secret !== undefined && { secret }),
  });
  const [before, after] = [channelView(channel), channelView(changed)];
  audit(c, { action: "alert-channel.update", record: `alert-channel:${channel.id}`, before, after });
  return ok(c, after);
});
