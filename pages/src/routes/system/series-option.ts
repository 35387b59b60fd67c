/** The chart of a metric: one line for each series over time. */
import { LABELS_INSIDE, valueAxis } from "../../charts/axes.ts";
import type { ChartOption } from "../../charts/chart-option.ts";
import type { ChartLooks } from "../../charts/looks.ts";
import { tooltipHtml } from "../../charts/tooltip.ts";

export interface NamedSeries {
  name: string;
  /** Unix ms and value, in order. */
  points: readonly (readonly [number, number])[];
}

/** More lines cannot be told apart. */
export const MAX_LINES = 12;
/** A gap of more steps than this has no line over it, because nothing was read there. */
const MAX_GAP_STEPS = 2;

/** @returns the series with the highest values first, and how many are left out */
export function linesOf<Line extends NamedSeries>(series: readonly Line[]): { drawn: Line[]; left: number } {
  const highest = (line: Line) => line.points.reduce((max, [, value]) => Math.max(max, value), 0);
  const drawn = series.toSorted((a, b) => highest(b) - highest(a)).slice(0, MAX_LINES);
  return { drawn, left: series.length - drawn.length };
}

interface SeriesTexts {
  time: (at: number) => string;
  axis: (value: number) => string;
  value: (value: number) => string;
}

export const seriesOption = (
  lines: readonly NamedSeries[],
  stepMs: number,
  looks: ChartLooks,
  texts: SeriesTexts,
): ChartOption => ({
  animation: false,
  color: [...looks.series],
  grid: { left: 8, right: 16, top: lines.length > 1 ? 40 : 12, bottom: 8, ...LABELS_INSIDE },
  legend: {
    show: lines.length > 1,
    type: "scroll",
    top: 0,
    left: 0,
    itemWidth: 16,
    textStyle: { color: looks.text },
    pageTextStyle: { color: looks.text },
  },
  xAxis: {
    type: "time",
    axisLine: { lineStyle: { color: looks.line } },
    axisLabel: { color: looks.muted, hideOverlap: true },
  },
  yAxis: { ...valueAxis(looks, texts.axis), min: 0 },
  tooltip: {
    trigger: "axis",
    confine: true,
    backgroundColor: looks.background,
    borderColor: looks.line,
    textStyle: { color: looks.text, fontSize: 13 },
    formatter: (params) => {
      const marks = [params].flat();
      const at = (marks[0]?.value as [number, number] | undefined)?.[0];
      if (at === undefined) return "";
      return tooltipHtml(
        texts.time(at),
        marks.flatMap(({ seriesName, value }) => {
          const shown = (value as [number, number | null])[1];
          return shown === null ? [] : [[seriesName ?? "", texts.value(shown)] as const];
        }),
      );
    },
  },
  series: lines.map(({ name, points }) => ({
    type: "line",
    name,
    data: withGaps(points, stepMs),
    showSymbol: points.length < 3,
    symbolSize: 6,
    lineStyle: { width: 2 },
  })),
});

function withGaps(points: NamedSeries["points"], stepMs: number): [number, number | null][] {
  return points.flatMap(([at, value], index): [number, number | null][] => {
    const before = points[index - 1]?.[0];
    const isGap = before !== undefined && at - before > MAX_GAP_STEPS * stepMs;
    return isGap
      ? [
          [before + stepMs, null],
          [at, value],
        ]
      : [[at, value]];
  });
}
