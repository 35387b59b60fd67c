/** Every metric with its meaning and its present values; one with many series shows how many. */
import { Button } from "antd";
import type { Metric } from "../../api/metrics.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ScrollBox } from "../../ui/scroll-box.tsx";
import { useMetricTexts } from "./metric-value.ts";
import { texts } from "./texts.ts";

/** Values that a row shows; the drawer has them all. */
const MAX_VALUES = 4;

export function MetricTable({ metrics, onOpen }: { metrics: Metric[]; onOpen: (name: string) => void }) {
  const { t, language } = useTexts(texts);
  const { value, series } = useMetricTexts();
  const shown = ({ samples, unit }: Metric) => {
    if (samples.length === 0) return <span className="muted">{t("system.none")}</span>;
    if (samples.length > MAX_VALUES) return t("system.series", { count: samples.length });
    return samples.map((sample) => `${series(sample.labels)} ${value(unit, sample.value)}`.trim()).join(", ");
  };
  return (
    <ScrollBox label={t("system.group.all")}>
      <table className="system-table" data-testid="metric-table">
        <caption className="visually-hidden">{t("system.group.all")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("system.metric")}</th>
            <th scope="col">{t("system.value")}</th>
            <th scope="col">{t("system.meaning")}</th>
          </tr>
        </thead>
        <tbody>
          {metrics.map((metric) => (
            <tr key={metric.name}>
              <th scope="row">
                <Button type="link" size="small" onClick={() => onOpen(metric.name)}>
                  {metric.name}
                </Button>
              </th>
              <td>{shown(metric)}</td>
              <td>{language.startsWith("zh") ? metric.help.zh : metric.help.en}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
