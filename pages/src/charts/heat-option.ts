/** A matrix of cells whose colour tells their value. */
import { LABELS_INSIDE } from "./axes.ts";
import type { ChartOption } from "./chart-option.ts";
import type { ChartLooks } from "./looks.ts";
import { scaleColour, textOn } from "./scale-colour.ts";
import { type TooltipLines, tooltip } from "./tooltip.ts";

export interface HeatCell {
  /** Positions among `columns` and `rows`. */
  column: number;
  row: number;
  value: number;
  text: string;
  lines: TooltipLines;
  /** The cell has too few postings: it is grey and has no part in the scale of colours. */
  few: boolean;
}

interface Matrix {
  columns: readonly string[];
  rows: readonly string[];
  cells: readonly HeatCell[];
}

/** Pixels of a column, in which its name is readable. */
const COLUMN = 72;

export const heatHeight = (rows: number): number => rows * 40 + 56;
export const heatMinWidth = (columns: number, { nameWidth }: ChartLooks): number =>
  columns * COLUMN + nameWidth;

export function heatOption({ columns, rows, cells }: Matrix, looks: ChartLooks): ChartOption {
  const values = cells.filter(({ few }) => !few).map(({ value }) => value);
  const min = Math.min(...values, Number.MAX_VALUE);
  const max = Math.max(...values, min);
  const axis = {
    type: "category" as const,
    axisTick: { show: false },
    axisLine: { show: false },
    splitArea: { show: false },
  };
  return {
    animation: false,
    grid: { left: 4, right: 8, top: 4, bottom: 8, ...LABELS_INSIDE },
    xAxis: {
      ...axis,
      data: [...columns],
      position: "top",
      axisLabel: { color: looks.text, interval: 0, width: COLUMN, overflow: "truncate" },
    },
    yAxis: {
      ...axis,
      data: [...rows],
      inverse: true,
      axisLabel: { color: looks.text, interval: 0, width: looks.nameWidth, overflow: "truncate" },
    },
    tooltip: tooltip("item", looks, (index) => {
      const cell = cells[index];
      return cell && { name: `${rows[cell.row]} · ${columns[cell.column]}`, lines: cell.lines };
    }),
    visualMap: { show: false, min, max, inRange: { color: [...looks.heat] } },
    series: [
      {
        type: "heatmap",
        data: cells.map(({ column, row, value, text, few }) => ({
          value: [column, row, value],
          ...(few ? { visualMap: false as const } : {}),
          itemStyle: {
            borderColor: looks.background,
            borderWidth: 2,
            ...(few ? { color: looks.line } : {}),
          },
          label: {
            show: true,
            formatter: () => text,
            color: few ? looks.muted : textOn(scaleColour(looks.heat, value, min, max), looks.heatText),
          },
        })),
      },
    ],
  };
}
