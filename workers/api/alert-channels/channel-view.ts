/** An alert channel as the API shows and takes it. Path and query of its URL, and its secret, are never answered. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { CHANNEL_KINDS, type ChannelKind, MESSAGE_LANGUAGES } from "../../../shared/contracts/alert.ts";
import { checkOutgoingUrl } from "../../../shared/domain/outgoing-url.ts";
import { fieldError } from "../../../shared/errors/validation.ts";
import type { AlertChannel } from "../../db/alert-schema.ts";
import { HTTP_CHANNELS } from "../../notify/channels/registry.ts";
import { postRules } from "../../outgoing/post.ts";
import type { ApiEnv } from "../http/context.ts";
import { lifetime, lifetimeOf, SingleLineText } from "../http/fields.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";

const MAX_SECRET_CHARS = 200;

export const channelFields = {
  name: SingleLineText,
  language: z.enum(MESSAGE_LANGUAGES),
  is_default: z.boolean().describe("Gets the alerts of rules that name no receiver"),
  gets_report: z.boolean().describe("Gets the stats report"),
  enabled: z.boolean(),
  target: z
    .string()
    .max(2048, "is longer than 2048 characters")
    .describe("URL of the webhook, or the address of an e-mail channel; shown without path and query"),
  secret: z
    .string()
    .min(1, "is empty")
    .max(MAX_SECRET_CHARS, `is longer than ${MAX_SECRET_CHARS} characters`)
    .regex(/^[\x21-\x7e]*$/, "does not have the form ASCII")
    .nullable()
    .describe("Signs what is sent: DingTalk SEC…, Feishu, or whsec_… for a webhook; never answered"),
};
export const Kind = z.enum(CHANNEL_KINDS);

const { secret: _, ...shownFields } = channelFields;
export const ChannelView = z.object({
  id: z.string(),
  kind: Kind,
  ...shownFields,
  name: z.string(),
  target: z.string(),
  signed: z.boolean().describe("It has a secret for signatures"),
  ...lifetime,
});

export const channelView = (channel: AlertChannel): z.infer<typeof ChannelView> => ({
  id: channel.id,
  kind: channel.kind,
  name: channel.name,
  language: channel.language,
  is_default: channel.isDefault,
  gets_report: channel.getsReport,
  enabled: channel.enabled,
  target: channel.shown,
  signed: channel.signed,
  ...lifetimeOf(channel),
});

/** Secrets of Standard Webhooks: 24 to 64 bytes as base64 behind the prefix. */
const WEBHOOK_SECRET = /^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/;

/** @throws ApiError validation_failed for a target that may not be called, or that the service does not have */
export function checkTarget(c: Context<ApiEnv>, kind: ChannelKind, target: string): void {
  if (kind === "email") {
    if (!z.email().safeParse(target).success) throw fieldError("target", "is not an e-mail address");
    return;
  }
  const local = c.get("services").config.ENVIRONMENT === "local";
  const rules = postRules(target, local);
  const checked = checkOutgoingUrl(target, rules);
  if (!checked.ok) throw fieldError("target", checked.reason);
  const { hosts } = HTTP_CHANNELS[kind];
  // On a local stack a service may be played by a program on the same machine.
  const isPlayed = rules.trustedOrigins !== undefined;
  if (hosts !== null && !hosts.includes(checked.url.hostname) && !isPlayed)
    throw fieldError("target", `does not have the form https://${hosts[0]}/…`);
  if (hosts !== null && checked.url.protocol !== "https:" && !isPlayed)
    throw fieldError("target", `does not have the form https://${hosts[0]}/…`);
}

/** @throws ApiError validation_failed */
export function checkSecret(kind: ChannelKind, secret: string | null): void {
  if (secret === null) return;
  if (kind === "email" || !HTTP_CHANNELS[kind].signs) throw fieldError("secret", "is not a known field");
  if (kind === "webhook" && !WEBHOOK_SECRET.test(secret))
    throw fieldError("secret", "does not have the form whsec_<base64>");
}

export const EXAMPLE_CHANNEL_ID = "9a0f4f0e-0b5e-4b43-8c59-0a6a3f7d2c11";
export const exampleChannel = {
  id: EXAMPLE_CHANNEL_ID,
  kind: "dingtalk",
  name: "Operations group",
  language: "zh",
  is_default: true,
  gets_report: true,
  enabled: true,
  target: "https://oapi.dingtalk.com/***",
  signed: true,
  created_at: EXAMPLE_NOW,
  updated_at: EXAMPLE_NOW,
  deleted_at: null,
} satisfies z.input<typeof ChannelView>;
