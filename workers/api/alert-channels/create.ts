import { createRoute, z } from "@hono/zod-openapi";
import { created, createdResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import {
  ChannelView,
  channelFields,
  channelView,
  checkSecret,
  checkTarget,
  exampleChannel,
  Kind,
} from "./channel-view.ts";

const Body = z.strictObject({
  kind: Kind,
  ...channelFields,
  language: channelFields.language.default("zh"),
  is_default: channelFields.is_default.default(false),
  gets_report: channelFields.gets_report.default(false),
  enabled: channelFields.enabled.default(true),
  secret: channelFields.secret.default(null),
});

const route = createRoute({
  operationId: "createAlertChannel",
  method: "post",
  path: "/api/v1/alert-channels",
  tags: ["alerts"],
  summary: "Create a channel: e-mail, webhook, DingTalk, Feishu, WeCom or Slack",
  request: {
    body: jsonBody(Body, {
      kind: "dingtalk",
      name: exampleChannel.name,
      target: "https://oapi.dingtalk.com/robot/send?access_token=0123",
      secret: "SEC0123456789",
    }),
  },
  responses: {
    201: createdResponse("Created", ChannelView, exampleChannel),
    ...errorResponses(400, 409, 413, 415, 422),
  },
});

export const createAlertChannel = operation("alerts:write", route, async (c) => {
  const { target, secret, is_default, gets_report, ...fields } = c.req.valid("json");
  checkTarget(c, fields.kind, target);
  checkSecret(fields.kind, secret);
  const channel = await c
    .get("services")
    .alerts.createChannel({ ...fields, isDefault: is_default, getsReport: gets_report }, { target, secret });
  const view = channelView(channel);
  audit(c, { action: "alert-channel.create", record: `alert-channel:${channel.id}`, after: view });
  return created(c, view);
});
