/** The tables of metrics in docs/monitoring*.md: `node local/docs/metrics-table.ts` writes them between their marks. */
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { METRIC_NAMES, metricOf } from "../../shared/contracts/metrics.ts";
import { markdownTable } from "./tables-page.ts";

const BEGIN = "<!-- metrics: begin -->";
const END = "<!-- metrics: end -->";

export const MONITORING_PAGES = [
  { path: "docs/monitoring.md", language: "en", head: ["metric", "type", "labels", "meaning", "history"] },
  { path: "docs/monitoring.zh-CN.md", language: "zh", head: ["指标", "类型", "标签", "含义", "历史"] },
] as const;

function metricsTable({ language, head }: (typeof MONITORING_PAGES)[number]): string {
  const rows = METRIC_NAMES.map((name) => {
    const { type, labels, live, en, zh } = metricOf(name);
    const history = live ? "–" : "90 d";
    return [`\`${name}\``, type, labels.join(", "), language === "en" ? en : zh, history];
  });
  return markdownTable(head, rows);
}

/** @returns the page with the table that the list of metrics has now */
export function withTable(page: (typeof MONITORING_PAGES)[number], text: string): string {
  const [before = "", rest = ""] = text.split(BEGIN);
  const after = rest.split(END)[1];
  if (after === undefined) throw new Error(`${page.path} has no place for the table`);
  return `${before}${BEGIN}\n\n${metricsTable(page)}\n\n${END}${after}`;
}

const [, script] = process.argv;
if (script !== undefined && import.meta.url === pathToFileURL(script).href)
  for (const page of MONITORING_PAGES)
    writeFileSync(page.path, withTable(page, readFileSync(page.path, "utf8")));
