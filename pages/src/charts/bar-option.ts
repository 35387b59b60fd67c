/** Horizontal bars, one for each value. */
import { bandsGrid, namesAxis, valueAxis } from "./axes.ts";
import type { ChartOption } from "./chart-option.ts";
import type { ChartLooks } from "./looks.ts";
import { type TooltipLines, tooltip } from "./tooltip.ts";

export interface Bar {
  name: string;
  value: number;
  /** It stands beside the bar. */
  text: string;
  lines: TooltipLines;
  /** The bar is grey, because it has too few postings to rely on. */
  few?: boolean;
}

export const barOption = (
  bars: readonly Bar[],
  looks: ChartLooks,
  format: (value: number) => string,
): ChartOption => ({
  animation: false,
  grid: bandsGrid,
  xAxis: {
    ...valueAxis(looks, format),
    // The text of a bar below zero stands left of it, and must not reach the names.
    boundaryGap: [bars.some(({ value }) => value < 0) ? "25%" : 0, 0],
  },
  yAxis: namesAxis(
    bars.map(({ name }) => name),
    looks,
  ),
  tooltip: tooltip("item", looks, (index) => bars[index]),
  series: [
    {
      type: "bar",
      barMaxWidth: 18,
      data: bars.map(({ value, text, few }) => ({
        value,
        itemStyle: {
          color: few ? looks.few : looks.series[0],
          borderRadius: value < 0 ? [3, 0, 0, 3] : [0, 3, 3, 0],
        },
        label: {
          show: true,
          position: value < 0 ? "left" : "right",
          formatter: () => text,
          color: looks.text,
        },
      })),
    },
  ],
});
