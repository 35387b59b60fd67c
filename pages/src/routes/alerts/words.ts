/** Names of rules, metrics and values, as both tabs and forms show them. */
import { COMPARISON_SIGNS, type Comparison } from "../../../../shared/contracts/alert.ts";
import { METRICS, type MetricName, metricOf } from "../../../../shared/contracts/metrics.ts";
import { ruleName, valueText } from "../../../../shared/domain/alerts/notice.ts";
import { hasText, useTexts } from "../../i18n/texts.ts";
import { useFieldLine } from "../../ui/use-field-line.ts";
import { texts } from "./texts.ts";

const isMetric = (name: string): name is MetricName => Object.hasOwn(METRICS, name);

export function useAlertWords() {
  const { t, language } = useTexts(texts);
  const lineOf = useFieldLine();
  const short = language === "zh-CN" ? "zh" : "en";
  return {
    short,
    nameOf: ({ name, built_in: builtIn }: { name: string; built_in: string | null }): string =>
      ruleName({ name, builtIn }, short),
    metric: (name: string): string => (isMetric(name) ? metricOf(name)[short] : name),
    value: (metric: string, value: number): string =>
      isMetric(metric) ? valueText(metric, value) : String(value),
    condition: (metric: string, comparison: Comparison, threshold: number): string =>
      `${COMPARISON_SIGNS[comparison]} ${isMetric(metric) ? valueText(metric, threshold) : threshold}`,
    /** Says which series it is: `Platform: 51job · State: done`. */
    labels: (labels: Readonly<Record<string, string>>): string =>
      lineOf(labels, (name) => (hasText(texts.en.alerts.label, name) ? t(`alerts.label.${name}`) : name)),
  } as const;
}
