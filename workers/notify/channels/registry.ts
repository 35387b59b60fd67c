/** The channels that are reached by HTTP; mail has its own way. */
import type { ChannelKind } from "../../../shared/contracts/alert.ts";
import type { HttpChannel } from "./channel.ts";
import { dingtalk } from "./dingtalk.ts";
import { feishu } from "./feishu.ts";
import { slack } from "./slack.ts";
import { webhook } from "./webhook.ts";
import { wecom } from "./wecom.ts";

export const HTTP_CHANNELS: Record<Exclude<ChannelKind, "email">, HttpChannel> = {
  webhook,
  dingtalk,
  feishu,
  wecom,
  slack,
};
