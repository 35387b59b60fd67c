/** Bars of several series beside each other, one group for each name. */
import { bandsGrid, namesAxis, valueAxis } from "./axes.ts";
import type { ChartOption } from "./chart-option.ts";
import type { ChartLooks } from "./looks.ts";
import { tooltip } from "./tooltip.ts";

export interface BarSeries {
  name: string;
  /** There is one value for each name. */
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
    ...tooltip("axis", looks, (index) => {
      const name = names[index];
      if (name === undefined) return undefined;
      return { name, lines: series.map((each) => [each.name, format(each.values[index] ?? 0)]) };
    }),
    axisPointer: { type: "shadow" },
  },
  series: series.map(({ name, values }) => ({
    type: "bar",
    name,
    data: [...values],
    barMaxWidth: BAR,
    barGap: "10%",
  })),
});
