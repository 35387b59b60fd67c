/** The properties of a chart. This file has only types, because ECharts itself is loaded on demand. */
import type { LineSeriesOption } from "echarts/charts";
import type { GridComponentOption, LegendComponentOption, TooltipComponentOption } from "echarts/components";
import type { ComposeOption } from "echarts/core";

export type ChartOption = ComposeOption<
  LineSeriesOption | GridComponentOption | LegendComponentOption | TooltipComponentOption
>;

export interface ChartProps {
  option: ChartOption;
  /** Pixels. */
  height: number;
  /** Describes the chart to screen readers. */
  label: string;
}
