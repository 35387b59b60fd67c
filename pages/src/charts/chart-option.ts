/** What a chart is given. Types only: ECharts itself is loaded on demand. */
import type { LineSeriesOption } from "echarts/charts";
import type { GridComponentOption, TooltipComponentOption } from "echarts/components";
import type { ComposeOption } from "echarts/core";

export type ChartOption = ComposeOption<LineSeriesOption | GridComponentOption | TooltipComponentOption>;

export interface ChartProps {
  option: ChartOption;
  /** Pixels. */
  height: number;
  /** Describes the chart to screen readers. */
  label: string;
}
