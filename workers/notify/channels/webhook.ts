/** A webhook of the operator: what happened as JSON, signed as Standard Webhooks when the channel has a secret. */
import { webhookHeaders } from "../../outgoing/sign-webhook.ts";
import { type HttpChannel, JSON_HEADERS } from "./channel.ts";

const AGENT = "jobdata-alert/1";

export const webhook: HttpChannel = {
  kind: "webhook",
  hosts: null,
  signs: true,
  async request({ id, type, title, data, at, link }, { target, secret }, now) {
    const body = JSON.stringify({ type, id, at, title, ...data, url: link.url });
    const headers =
      secret === null
        ? { ...JSON_HEADERS, "webhook-id": id }
        : await webhookHeaders([secret], { id, body, now, agent: AGENT });
    return { url: target, headers, body };
  },
  problem: () => null,
};
