/**
 * The text format of Prometheus, version 0.0.4
 * (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format).
 */
import { METRIC_NAMES, metricOf, type Sample } from "../../shared/contracts/metrics.ts";
import { seriesOf } from "./series.ts";

export const TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";

/** A backslash and a line feed are escaped in help, and a quote is not. */
const help = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");

/** @returns the samples by metric, each group behind its HELP and TYPE; a metric without a sample is left out */
export function textFormat(samples: readonly Sample[]): string {
  const byName = Map.groupBy(samples, ({ name }) => name);
  return METRIC_NAMES.flatMap((name) => {
    const own = byName.get(name);
    if (!own) return [];
    const { type, en } = metricOf(name);
    return [
      `# HELP ${name} ${help(en)}\n`,
      `# TYPE ${name} ${type}\n`,
      ...own.map((one) => `${seriesOf(one)} ${one.value}\n`),
    ];
  }).join("");
}
