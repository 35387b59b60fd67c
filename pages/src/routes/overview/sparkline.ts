/** The small line of pages a minute. */
import type { RateSample } from "../../api/rate-history.ts";
import type { ChartOption } from "../../charts/chart-option.ts";

/** Span of the time axis at least, ms: a line of a few seconds does not fill the width. */
const MIN_SPAN_MS = 60_000;

interface SparklineLooks {
  color: string;
  /** Text of a point, given its time (Unix ms) and value. */
  point: (at: number, pagesAMinute: number) => string;
}

export function sparklineOption(samples: RateSample[], looks: SparklineLooks): ChartOption {
  const end = samples.at(-1)?.at ?? 0;
  const first = samples[0]?.at ?? 0;
  return {
    animation: false,
    grid: { left: 2, right: 4, top: 6, bottom: 2 },
    xAxis: { type: "time", show: false, min: Math.min(first, end - MIN_SPAN_MS), max: end },
    yAxis: { type: "value", show: false, min: 0, max: (range: { max: number }) => Math.max(1, range.max) },
    tooltip: {
      trigger: "axis",
      confine: true,
      formatter: (params: unknown) => {
        const [first] = Array.isArray(params) ? params : [];
        const sample = samples[first?.dataIndex ?? -1];
        return sample ? looks.point(sample.at, sample.pagesAMinute) : "";
      },
    },
    series: [
      {
        type: "line",
        showSymbol: false,
        data: samples.map(({ at, pagesAMinute }) => [at, pagesAMinute]),
        lineStyle: { width: 2, color: looks.color },
        itemStyle: { color: looks.color },
        areaStyle: { color: looks.color, opacity: 0.12 },
      },
    ],
  };
}
