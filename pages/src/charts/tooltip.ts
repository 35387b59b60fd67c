/** What a chart says where the pointer is. ECharts takes HTML; the words come from postings, so they are escaped. */
import type { ChartLooks } from "./looks.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter] ?? "");

/** @param lines name and value of each; an empty name for a sentence */
export const tooltipHtml = (
  title: string,
  lines: readonly (readonly [name: string, value: string])[],
): string =>
  [
    `<b>${escapeHtml(title)}</b>`,
    ...lines.map(([name, value]) =>
      name === "" ? escapeHtml(value) : `${escapeHtml(name)} <b>${escapeHtml(value)}</b>`,
    ),
  ].join("<br/>");

export const tooltipLooks = (looks: ChartLooks) => ({
  confine: true,
  backgroundColor: looks.background,
  borderColor: looks.line,
  textStyle: { color: looks.text, fontSize: 13 },
});
