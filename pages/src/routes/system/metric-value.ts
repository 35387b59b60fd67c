/** Writes values and series of metrics. */
import type { Metric } from "../../api/metrics.ts";
import { formatBytes } from "../../format/bytes.ts";
import { formatCount, formatDecimal, formatPercent } from "../../format/numbers.ts";
import { formatDuration } from "../../format/times.ts";
import { useTexts } from "../../i18n/texts.ts";
import { texts } from "./texts.ts";

type Labels = Metric["samples"][number]["labels"];

export function useMetricTexts() {
  const { t, language } = useTexts(texts);
  return {
    value(unit: Metric["unit"], value: number): string {
      switch (unit) {
        case "seconds":
          // Waits of hours and answers of milliseconds share the unit.
          return value > 0 && value < 10
            ? t("system.milliseconds", { value: formatCount(Math.round(value * 1000), language) })
            : formatDuration(value * 1000, language);
        case "bytes":
          return formatBytes(value, language);
        case "ratio":
          return formatPercent(value, language);
        case "per_second":
          return t("system.perSecond", { value: formatDecimal(value, language) });
        case "flag":
          return t(value > 0 ? "system.yes" : "system.no");
        default:
          return Number.isInteger(value) ? formatCount(value, language) : formatDecimal(value, language);
      }
    },
    /** @returns the values of the labels; empty for the only series of a metric */
    series({ platform, stat, ...labels }: Labels): string {
      return [
        platform === "boss" || platform === "qcwy" || platform === "zhilian"
          ? t(`platform.${platform}`)
          : platform,
        ...Object.values(labels),
        stat === "mean" || stat === "p95" ? t(`system.stat.${stat}`) : stat,
      ]
        .filter((text) => text !== undefined && text !== "")
        .join(" · ");
    },
  };
}
