/**
 * WeCom's group robot: markdown by webhook, at most 4,096 bytes. Its key stands in the URL; it knows no signature.
 * https://developer.work.weixin.qq.com/document/path/91770
 */
import { answerProblem, fitLines, type HttpChannel, JSON_HEADERS } from "./channel.ts";

const MAX_BYTES = 4096;
const COLORS = { critical: "warning", warning: "warning", info: "comment" } as const;
/** `<@…>` calls members, `<font>` colours, `[…](…)` links; the service knows no escape, so the marks become look-alikes. */
const escaped = (text: string): string =>
  text
    .replaceAll("<", "＜")
    .replaceAll(">", "＞")
    .replaceAll("[", "［")
    .replaceAll("]", "］")
    .replaceAll("`", "'")
    .replaceAll("*", "＊");

export const wecom: HttpChannel = {
  kind: "wecom",
  hosts: ["qyapi.weixin.qq.com"],
  signs: false,
  async request({ title, lines, more, link }, { target }) {
    const tail = [...(more === null ? [] : [`> ${more}`]), `[${link.text}](${link.url})`].join("\n");
    const room = MAX_BYTES - new TextEncoder().encode(tail).length - 8;
    const list = lines.map(
      ({ event, severity, text }) =>
        `> <font color="${event === "resolved" ? "info" : COLORS[severity]}">${escaped(text)}</font>`,
    );
    const content = `${fitLines([`**${escaped(title)}**`, ...list], room)}\n${tail}`;
    return {
      url: target,
      headers: JSON_HEADERS,
      body: JSON.stringify({ msgtype: "markdown", markdown: { content } }),
    };
  },
  problem: (body) => answerProblem(body, "errcode", "errmsg"),
};
