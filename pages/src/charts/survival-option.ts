/** Survival curves: the share that is still there after so many days; a single curve has its band. */
import { LABELS_INSIDE, valueAxis } from "./axes.ts";
import type { ChartOption } from "./chart-option.ts";
import type { ChartLooks } from "./looks.ts";
import { tooltip } from "./tooltip.ts";

interface CurvePoint {
  share: number;
  low: number;
  high: number;
}

export interface Curve {
  name: string;
  /** There is one point for each day, from day 0; the last ones may be missing. */
  points: readonly CurvePoint[];
}

interface CurveTexts {
  day: (day: number) => string;
  share: (share: number) => string;
  /** Writes the share of a single curve with its band. */
  banded: (point: CurvePoint) => string;
  unknown: string;
}

/** @param curves at least one; several share the chart without their bands */
export function survivalOption(curves: readonly Curve[], looks: ChartLooks, texts: CurveTexts): ChartOption {
  const days = Array.from(
    { length: Math.max(...curves.map(({ points }) => points.length)) },
    (_, day) => day,
  );
  const [only] = curves.length === 1 ? curves : [];
  const values = ({ points }: Curve, read: (point: CurvePoint) => number) =>
    days.map((day) => {
      const point = points[day];
      return point === undefined ? null : read(point);
    });
  const bound = (curve: Curve, name: string, read: (point: CurvePoint) => number) => ({
    type: "line" as const,
    name,
    data: values(curve, read),
    showSymbol: false,
    silent: true,
    lineStyle: { width: 1, type: "dashed" as const, color: looks.muted },
  });
  return {
    animation: false,
    color: [...looks.series],
    grid: { left: 8, right: 16, top: 40, bottom: 8, ...LABELS_INSIDE },
    legend: {
      top: 0,
      left: 0,
      itemWidth: 16,
      type: "scroll",
      textStyle: { color: looks.text },
      data: curves.map(({ name }) => name),
    },
    xAxis: {
      type: "category",
      data: days,
      boundaryGap: false,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: looks.line } },
      axisLabel: {
        color: looks.muted,
        formatter: (day: string) => texts.day(Number(day)),
        hideOverlap: true,
      },
    },
    yAxis: { ...valueAxis(looks, texts.share), min: 0, max: 1, interval: 0.25 },
    tooltip: tooltip("axis", looks, (index) => {
      const day = days[index];
      if (day === undefined) return undefined;
      return {
        name: texts.day(day),
        lines: curves.map(({ name, points }) => {
          const point = points[day];
          if (point === undefined) return [name, texts.unknown];
          return [name, only ? texts.banded(point) : texts.share(point.share)];
        }),
      };
    }),
    series: [
      ...curves.map((curve) => ({
        type: "line" as const,
        name: curve.name,
        data: values(curve, ({ share }) => share),
        showSymbol: false,
        lineStyle: { width: 2 },
      })),
      ...(only ? [bound(only, "low", ({ low }) => low), bound(only, "high", ({ high }) => high)] : []),
    ],
  };
}
