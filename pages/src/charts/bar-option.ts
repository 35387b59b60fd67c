/** Horizontal bars, one for each value. */
import { bandsGrid, namesAxis, valueAxis } from "./axes.ts";
import type { ChartOption } from "./chart-option.ts";
import type { ChartLooks } from "./looks.ts";
import { tooltipHtml, tooltipLooks } from "./tooltip.ts";

/** `few`: too few postings to rely on; `rest`: no value of its own. */
export type BarTone = "usual" | "few" | "rest";

export interface Bar {
  name: string;
  value: number;
  /** Beside the bar. */
  text: string;
  /** Lines of the tooltip. */
  lines: readonly (readonly [name: string, value: string])[];
  tone?: BarTone;
}

export const barOption = (
  bars: readonly Bar[],
  looks: ChartLooks,
  format: (value: number) => string,
): ChartOption => ({
  animation: false,
  grid: bandsGrid,
  xAxis: valueAxis(looks, format),
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
      data: bars.map(({ value, text, tone = "usual" }) => ({
        value,
        itemStyle: {
          ...toneStyle(tone, looks),
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

function toneStyle(tone: BarTone, looks: ChartLooks) {
  if (tone === "rest") return { color: "transparent", borderColor: looks.few, borderType: "dashed" as const };
  return { color: tone === "few" ? looks.few : looks.series[0] };
}
