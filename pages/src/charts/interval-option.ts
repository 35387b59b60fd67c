/**
 * Intervals of percentiles, one for each group: the box goes from p25 to p75 with a line at p50, the whiskers reach to
 * p10 and p90. (ECharts calls the five numbers min, Q1, median, Q3 and max.)
 */
import { bandsGrid, namesAxis, valueAxis } from "./axes.ts";
import type { ChartOption } from "./chart-option.ts";
import type { ChartLooks } from "./looks.ts";
import { type TooltipLines, tooltip } from "./tooltip.ts";

export interface Interval {
  name: string;
  /** p10, p25, p50, p75, p90; null where no posting names the figure. */
  values: readonly [number, number, number, number, number] | null;
  /** It stands at the right end of the band. */
  text: string;
  lines: TooltipLines;
  few: boolean;
}

export const intervalOption = (
  intervals: readonly Interval[],
  looks: ChartLooks,
  format: (value: number) => string,
): ChartOption => ({
  animation: false,
  grid: { ...bandsGrid, right: 4 },
  xAxis: { ...valueAxis(looks, format), min: 0 },
  yAxis: [
    namesAxis(
      intervals.map(({ name }) => name),
      looks,
    ),
    {
      ...namesAxis(
        intervals.map(({ text }) => text),
        looks,
      ),
      position: "right",
      axisLine: { show: false },
    },
  ],
  tooltip: tooltip("item", looks, (index) => intervals[index]),
  series: [
    {
      type: "boxplot",
      boxWidth: [8, 16],
      data: intervals.map(({ values, few }) => ({
        // A group without figures keeps its band, empty.
        value: values === null ? [] : [...values],
        itemStyle: {
          color: few ? "transparent" : `${looks.series[0]}33`,
          borderColor: few ? looks.few : looks.series[0],
          borderWidth: 1.5,
        },
      })),
    },
  ],
});
