/**
 * Feishu's custom bot: a rich text (`post`) by webhook, signed when it has a secret. The signature is the Base64
 * HMAC-SHA256 of the empty text under `timestamp\nsecret`, with the timestamp in seconds, both in the body.
 * https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
 */
import { answerProblem, fitLines, type HttpChannel, hmacBase64, JSON_HEADERS } from "./channel.ts";

/** The service takes 20 KB a request; the JSON round each line is counted in. */
const MAX_BYTES = 12_000;

export const feishu: HttpChannel = {
  kind: "feishu",
  hosts: ["open.feishu.cn", "open.larksuite.com"],
  signs: true,
  async request({ title, lines, more, link }, { target, secret }, now) {
    const seconds = Math.floor(now / 1000);
    const signed = secret !== null && {
      timestamp: String(seconds),
      sign: await hmacBase64(`${seconds}\n${secret}`, ""),
    };
    // A text element is shown as it is: only elements of their own (`at`, `a`) have an effect.
    const texts = fitLines([...lines.map(({ text }) => text), ...(more === null ? [] : [more])], MAX_BYTES);
    const content = [
      ...texts.split("\n").map((text) => [{ tag: "text", text }]),
      [{ tag: "a", text: link.text, href: link.url }],
    ];
    // `zh_cn` is the language that every client falls back to.
    const body = { ...signed, msg_type: "post", content: { post: { zh_cn: { title, content } } } };
    return { url: target, headers: JSON_HEADERS, body: JSON.stringify(body) };
  },
  problem: (body) => answerProblem(body, "code", "msg"),
};
