/** The tooltips of charts. ECharts takes HTML; the words come from postings, so they are escaped. */
import type { TooltipComponentOption } from "echarts/components";
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

/** Names and values; a line that is a sentence has an empty name. */
export type TooltipLines = readonly (readonly [name: string, value: string])[];

export const tooltipHtml = (title: string, lines: TooltipLines): string =>
  [
    `<b>${escapeHtml(title)}</b>`,
    ...lines.map(([name, value]) =>
      name === "" ? escapeHtml(value) : `${escapeHtml(name)} <b>${escapeHtml(value)}</b>`,
    ),
  ].join("<br/>");

/**
 * @param trigger `item` for a single mark, `axis` for all marks at one place of the axis
 * @param textAt name and lines of what has this position in the data; undefined where nothing has it
 */
export const tooltip = (
  trigger: "item" | "axis",
  looks: ChartLooks,
  textAt: (index: number) => { name: string; lines: TooltipLines } | undefined,
): TooltipComponentOption => ({
  trigger,
  confine: true,
  backgroundColor: looks.background,
  borderColor: looks.line,
  textStyle: { color: looks.text, fontSize: 13 },
  formatter: (params) => {
    const text = textAt([params].flat()[0]?.dataIndex ?? -1);
    return text ? tooltipHtml(text.name, text.lines) : "";
  },
});
