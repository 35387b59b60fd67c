/** Lines over days. */
import { LABELS_INSIDE, valueAxis } from "./axes.ts";
import type { ChartOption } from "./chart-option.ts";
import type { ChartLooks } from "./looks.ts";
import { tooltipHtml, tooltipLooks } from "./tooltip.ts";

export interface Line {
  name: string;
  /** One for each day; null where it is not known: the line is broken there. */
  values: readonly (number | null)[];
  /** Bars for what is counted a day, lines for what is there on it. */
  as?: "bar" | "line";
}

interface LineTexts {
  /** At the axis. */
  day: (day: string) => string;
  /** In the tooltip. */
  wholeDay: (day: string) => string;
  axis: (value: number) => string;
  value: (value: number) => string;
  unknown: string;
}

/** @param days `YYYY-MM-DD` */
export const lineOption = (
  days: readonly string[],
  lines: readonly Line[],
  looks: ChartLooks,
  texts: LineTexts,
  /** Where the value axis begins; 0 where left out. */
  min: number | "data" = 0,
): ChartOption => ({
  animation: false,
  color: [...looks.series],
  grid: { left: 8, right: 16, top: 40, bottom: 8, ...LABELS_INSIDE },
  legend: { top: 0, left: 0, itemWidth: 16, textStyle: { color: looks.text } },
  xAxis: {
    type: "category",
    data: [...days],
    axisTick: { show: false },
    axisLine: { lineStyle: { color: looks.line } },
    axisLabel: { color: looks.muted, formatter: (day: string) => texts.day(day), hideOverlap: true },
  },
  yAxis: { ...valueAxis(looks, texts.axis), min: min === "data" ? undefined : min, scale: min === "data" },
  tooltip: {
    trigger: "axis",
    ...tooltipLooks(looks),
    formatter: (params) => {
      const index = [params].flat()[0]?.dataIndex ?? -1;
      const day = days[index];
      if (day === undefined) return "";
      return tooltipHtml(
        texts.wholeDay(day),
        lines.map(({ name, values }) => {
          const value = values[index] ?? null;
          return [name, value === null ? texts.unknown : texts.value(value)];
        }),
      );
    },
  },
  series: lines.map(({ name, values, as = "line" }) =>
    as === "bar"
      ? { type: "bar", name, data: [...values], barMaxWidth: 14 }
      : {
          type: "line",
          name,
          data: [...values],
          showSymbol: days.length < 3,
          symbolSize: 6,
          lineStyle: { width: 2 },
        },
  ),
});
