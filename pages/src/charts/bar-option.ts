/** Horizontal bars, one for each value. */
import { bandsGrid, namesAxis, valueAxis } from "./axes.ts";
import type { ChartOption } from "./chart-option.ts";
import type { ChartLooks } from "./looks.ts";
import { tooltipHtml, tooltipLooks } from "./tooltip.ts";

export interface Bar {
  name: string;
  value: number;
  /** Beside the bar. */
  text: string;
  /** Lines of the tooltip. */
  lines: readonly (readonly [name: string, value: string])[];
  /** Too few postings to rely on. */
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
  tooltip: {
    trigger: "item",
    ...tooltipLooks(looks),
    formatter: (params) => {
      const bar = bars[Array.isArray(params) ? -1 : params.dataIndex];
      return bar ? tooltipHtml(bar.name, bar.lines) : "";
    },
  },
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
