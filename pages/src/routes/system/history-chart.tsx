/** The chart of one metric over time. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type Metric, type MetricHistory, metricHistory } from "../../api/metrics.ts";
import { Chart } from "../../charts/chart.tsx";
import { useChartLooks } from "../../charts/looks.ts";
import { formatDateTime } from "../../format/times.ts";
import { useTexts } from "../../i18n/texts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Loaded } from "../../ui/side-drawer.tsx";
import { useMetricTexts } from "./metric-value.ts";
import { SPANS, type Span } from "./search.ts";
import { linesOf, seriesOption } from "./series-option.ts";
import { texts } from "./texts.ts";

const HEIGHT = 220;

export function HistoryChart({ name, span }: { name: Metric["name"]; span: Span }) {
  const { t } = useTexts(texts);
  const history = useQuery(metricHistory(name, SPANS[span]));
  return (
    <Loaded query={history}>
      {(data) =>
        data.series.length === 0 ? (
          <EmptyState title={t("system.noHistory")} hint={t("system.noHistoryHint")} />
        ) : (
          <Lines history={data} span={span} />
        )
      }
    </Loaded>
  );
}

function Lines({ history, span }: { history: MetricHistory; span: Span }) {
  const { t, language } = useTexts(texts);
  const { value, series } = useMetricTexts();
  const looks = useChartLooks();
  const { drawn, left } = useMemo(
    () => linesOf(history.series.map(({ labels, points }) => ({ name: series(labels), points }))),
    [history, series],
  );
  const option = useMemo(
    () =>
      seriesOption(drawn, history.step_s * 1000, looks, {
        time: (at) => formatDateTime(at, language),
        axis: (one) => value(history.unit, one),
        value: (one) => value(history.unit, one),
      }),
    [drawn, history, looks, language, value],
  );
  return (
    <>
      <Chart
        option={option}
        height={HEIGHT}
        label={t("system.chart", {
          name: history.name,
          span: t(`system.span.${span}`),
          series: history.series.length,
        })}
      />
      {left > 0 && <p className="small muted">{t("system.more", { number: left })}</p>}
      {history.truncated && <p className="small muted">{t("system.truncated")}</p>}
    </>
  );
}
