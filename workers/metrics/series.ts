/** The text of a series: name and labels, in one order, as ClickHouse keeps them and as Prometheus writes them. */
import type { MetricLabel } from "../../shared/contracts/metrics/metric.ts";
import type { Sample } from "../../shared/contracts/metrics.ts";

/** Escapes as the text format asks: backslash, quote and line feed. */
const escaped = (value: string): string =>
  value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

/** @returns `platform="boss",state="done"`; empty without labels */
export const labelsText = (labels: Sample["labels"]): string =>
  (Object.keys(labels) as MetricLabel[])
    .sort()
    .map((label) => `${label}="${escaped(labels[label] ?? "")}"`)
    .join(",");

export const seriesOf = ({ name, labels }: Pick<Sample, "name" | "labels">): string => {
  const text = labelsText(labels);
  return text === "" ? name : `${name}{${text}}`;
};
