/**
 * DingTalk's custom robot: markdown by webhook, signed when it has a secret (`SEC…`). The signature is the Base64
 * HMAC-SHA256 of `timestamp\nsecret` under the secret, with the timestamp in ms, both in the query of the URL.
 * https://open.dingtalk.com/document/orgapp/custom-robots-send-group-messages and
 * https://open.dingtalk.com/document/robots/customize-robot-security-settings
 */
import { answerProblem, fitLines, type HttpChannel, hmacBase64, JSON_HEADERS } from "./channel.ts";

/** The service takes 20,000 bytes a message; the rest is the JSON round the text. */
const MAX_BYTES = 18_000;
/** Marks of markdown, and `@`, which would call members of the group. */
const escaped = (text: string): string =>
  text.replace(/[\\`*_{}[\]()#+!|<>~-]/g, "\\$&").replaceAll("@", "＠");

export const dingtalk: HttpChannel = {
  kind: "dingtalk",
  hosts: ["oapi.dingtalk.com", "api.dingtalk.com"],
  signs: true,
  async request({ title, lines, more, link }, { target, secret }, now) {
    const url = new URL(target);
    if (secret !== null) {
      url.searchParams.set("timestamp", String(now));
      url.searchParams.set("sign", await hmacBase64(secret, `${now}\n${secret}`));
    }
    const list = lines.map(({ text }) => `- ${escaped(text)}`);
    const tail = [...(more === null ? [] : ["", more]), "", `[${link.text}](${link.url})`];
    const text = `${fitLines([`#### ${escaped(title)}`, "", ...list], MAX_BYTES)}\n${tail.join("\n")}`;
    return {
      url: url.href,
      headers: JSON_HEADERS,
      body: JSON.stringify({ msgtype: "markdown", markdown: { title, text } }),
    };
  },
  problem: (body) => answerProblem(body, "errcode", "errmsg"),
};
