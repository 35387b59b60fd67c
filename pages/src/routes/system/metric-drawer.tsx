/** One metric: its meaning, its values now, and its history. */
import { Flex } from "antd";
import type { Metric } from "../../api/metrics.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ScrollBox } from "../../ui/scroll-box.tsx";
import { SideDrawer } from "../../ui/side-drawer.tsx";
import { HistoryChart } from "./history-chart.tsx";
import { useMetricTexts } from "./metric-value.ts";
import type { Span } from "./search.ts";
import { texts } from "./texts.ts";

export function MetricDrawer({ metric, span, onClose }: { metric: Metric; span: Span; onClose: () => void }) {
  const { t, language } = useTexts(texts);
  const { value, series } = useMetricTexts();
  return (
    <SideDrawer open onClose={onClose} title={metric.name} data-testid="metric">
      <Flex vertical gap={16}>
        <p>{language.startsWith("zh") ? metric.help.zh : metric.help.en}</p>
        {metric.has_history ? (
          <HistoryChart name={metric.name} span={span} />
        ) : (
          <p className="muted">{t("system.liveOnly")}</p>
        )}
        {metric.samples.length === 0 ? (
          <p className="muted">{t("system.none")}</p>
        ) : (
          <ScrollBox label={t("system.value")}>
            <table className="system-table">
              <caption className="visually-hidden">{t("system.value")}</caption>
              <thead>
                <tr>
                  <th scope="col">{t("system.labels")}</th>
                  <th scope="col">{t("system.value")}</th>
                </tr>
              </thead>
              <tbody>
                {metric.samples.map((sample) => (
                  <tr key={JSON.stringify(sample.labels)}>
                    <th scope="row">{series(sample.labels) || metric.name}</th>
                    <td className="number">{value(metric.unit, sample.value)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollBox>
        )}
      </Flex>
    </SideDrawer>
  );
}
