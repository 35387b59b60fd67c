/** Lines over days. */
import { LABELS_INSIDE, valueAxis } from "./axes.ts";
import type { ChartOption } from "./chart-option.ts";
import type { ChartLooks } from "./looks.ts";
import { tooltip } from "./tooltip.ts";

export interface Line {
  name: string;
  /** There is one value for each day; null where it is not known: the line is broken there. */
  values: readonly (number | null)[];
  /** Bars show what is counted in a day, lines what there is on that day. */
  as?: "bar" | "line";
}

interface LineTexts {
  /** Writes a day at the axis. */
  day: (day: string) => string;
  /** Writes a day in the tooltip. */
  wholeDay: (day: string) => string;
  axis: (value: number) => string;
  value: (value: number) => string;
  unknown: string;
}

/**
 * @param days `YYYY-MM-DD`
 * @param isFromZero false: the value axis begins near the data
 */
export const lineOption = (
  days: readonly string[],
  lines: readonly Line[],
  looks: ChartLooks,
  texts: LineTexts,
  isFromZero = true,
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
  yAxis: { ...valueAxis(looks, texts.axis), min: isFromZero ? 0 : undefined, scale: !isFromZero },
  tooltip: tooltip("axis", looks, (index) => {
    const day = days[index];
    if (day === undefined) return undefined;
    return {
      name: texts.wholeDay(day),
      lines: lines.map(({ name, values }) => {
        const value = values[index] ?? null;
        return [name, value === null ? texts.unknown : texts.value(value)];
      }),
    };
  }),
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
