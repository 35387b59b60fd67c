/** The parts that charts with axes share. */
import type { ChartLooks } from "./looks.ts";

/** Pixels of a bar with its gap, and of the value axis. */
const BAND = 28;
const AXIS = 48;

/** @returns pixels that a chart with this many bands needs */
export const bandsHeight = (bands: number): number => Math.max(3, bands) * BAND + AXIS;

/** Names of bands at the left, the first one on top. Long ones are cut; the tooltip has them whole. */
export const namesAxis = (names: readonly string[], looks: ChartLooks) => ({
  type: "category" as const,
  data: [...names],
  inverse: true,
  axisTick: { show: false },
  axisLine: { lineStyle: { color: looks.line } },
  axisLabel: { color: looks.text, width: looks.nameWidth, overflow: "truncate" as const, interval: 0 },
});

/** @param format the text of a value at the axis */
export const valueAxis = (looks: ChartLooks, format: (value: number) => string) => ({
  type: "value" as const,
  splitNumber: 4,
  axisLabel: { color: looks.muted, formatter: format, hideOverlap: true },
  splitLine: { lineStyle: { color: looks.line } },
});

/** The labels of the axes stand inside these margins. */
export const LABELS_INSIDE = { outerBoundsMode: "same", outerBoundsContain: "axisLabel" } as const;

/** The right side has room for the text at the end of a bar. */
export const bandsGrid = { left: 4, right: 64, top: 8, bottom: 4, ...LABELS_INSIDE } as const;
