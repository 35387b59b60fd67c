/**
 * Slack's incoming webhook: blocks, and `text` for notifications. `&`, `<` and `>` are escaped, so that no text becomes a
 * mention or a link. https://api.slack.com/messaging/webhooks and https://api.slack.com/reference/surfaces/formatting
 */
import { fitLines, type HttpChannel, JSON_HEADERS } from "./channel.ts";

/** A section holds 3,000 characters, a header 150. */
const MAX_SECTION = 2900;
const MAX_HEADER = 150;
const SIGNS = { critical: ":red_circle:", warning: ":large_orange_circle:", info: ":large_blue_circle:" };
const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

export const slack: HttpChannel = {
  kind: "slack",
  hosts: ["hooks.slack.com", "hooks.slack-gov.com"],
  signs: false,
  async request({ title, lines, more, link }, { target }) {
    const list = lines.map(
      ({ event, severity, text }) =>
        `${event === "resolved" ? ":large_green_circle:" : SIGNS[severity]} ${escaped(text)}`,
    );
    const text = fitLines([...list, ...(more === null ? [] : [more])], MAX_SECTION);
    const body = {
      text: escaped(title),
      blocks: [
        { type: "header", text: { type: "plain_text", text: title.slice(0, MAX_HEADER) } },
        { type: "section", text: { type: "mrkdwn", text } },
        { type: "section", text: { type: "mrkdwn", text: `<${link.url}|${escaped(link.text)}>` } },
      ],
    };
    return { url: target, headers: JSON_HEADERS, body: JSON.stringify(body) };
  },
  // The answer is the word ok; another service may leave it out, and the status has said it.
  problem: (body) =>
    body === "" || body.trim() === "ok" ? null : `the service answered ${body.slice(0, 100)}`,
};
