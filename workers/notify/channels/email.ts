/** A notice as a mail: plain text, and the same as HTML with a colour for each alert. */
import type { Notice } from "../../../shared/domain/alerts/notice.ts";
import type { Mail } from "../mail.ts";

const COLORS = { critical: "#cf1322", warning: "#d46b08", info: "#0958d9" } as const;
const RESOLVED = "#389e0d";

/** Text inside HTML, in an element or in a quoted attribute. */
export const htmlText = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");

/** @param body HTML of the content @returns a page that mail programs show alike: styles stand in the elements */
export const htmlPage = (title: string, body: string): string =>
  [
    '<!doctype html><html><body style="margin:0;padding:16px;background:#f5f5f5">',
    '<div style="max-width:760px;margin:0 auto;padding:20px;background:#fff;border-radius:8px;',
    "font:14px/1.6 -apple-system,'Segoe UI','PingFang SC','Microsoft YaHei',sans-serif;color:#1f1f1f\">",
    `<h2 style="margin:0 0 12px;font-size:18px">${htmlText(title)}</h2>`,
    body,
    "</div></body></html>",
  ].join("");

export const htmlLink = ({ text, url }: Notice["link"]): string =>
  `<p style="margin:16px 0 0"><a href="${htmlText(url)}" style="color:#0958d9">${htmlText(text)}</a></p>`;

export function noticeMail(notice: Notice, to: string): Mail {
  const { title, lines, more, link, id } = notice;
  const rows = lines.map(({ event, severity, text }) => {
    const color = event === "resolved" ? RESOLVED : COLORS[severity];
    return `<p style="margin:6px 0;padding:6px 10px;border-left:4px solid ${color};background:#fafafa">${htmlText(text)}</p>`;
  });
  const rest = more === null ? "" : `<p style="color:#8c8c8c">${htmlText(more)}</p>`;
  return {
    to,
    id,
    subject: title,
    text: [...lines.map(({ text }) => text), ...(more === null ? [] : [more]), "", link.url].join("\n"),
    html: notice.html ?? htmlPage(title, `${rows.join("")}${rest}${htmlLink(link)}`),
  };
}
