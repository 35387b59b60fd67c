/** Bars of several series beside each other, one group for each name. */
import { bandsGrid, namesAxis, valueAxis } from "./axes.ts";
import type { ChartOption } from "./chart-option.ts";
import type { ChartLooks } from "./looks.ts";
import { tooltipHtml, tooltipLooks } from "./tooltip.ts";

export interface BarSeries {
  name: string;
  /** One for each name. */
  values: readonly number[];
}

/** Pixels. */
const BAR = 10;

export const groupsHeight = (names: number, series: number): number =>
  Math.max(2, names) * (series * BAR + 14) + 80;

export const groupedBarOption = (
  names: readonly string[],
  series: readonly BarSeries[],
  looks: ChartLooks,
  format: (value: number) => string,
): ChartOption => ({
  animation: false,
  color: [...looks.series],
  grid: { ...bandsGrid, top: 36, right: 24 },
  legend: { top: 0, left: 0, itemWidth: 14, textStyle: { color: looks.text } },
  xAxis: valueAxis(looks, format),
  yAxis: namesAxis(names, looks),
  tooltip: {
    trigger: "axis",
    axisPointer: { type: "shadow" },
    ...tooltipLooks(looks),
    formatter: (params) => {
      const index = [params].flat()[0]?.dataIndex ?? -1;
      const title = names[index];
      return title === undefined
        ? ""
        : tooltipHtml(
            title,
            series.map(({ name, values }) => [name, format(values[index] ?? 0)]),
          );
    },
  },
  series: series.map(({ name, values }) => ({
    type: "bar",
    name,
    data: [...values],
    barMaxWidth: BAR,
    barGap: "10%",
  })),
});
