/** The properties of a chart. This file has only types, because ECharts itself is loaded on demand. */
import type {
  BarSeriesOption,
  BoxplotSeriesOption,
  HeatmapSeriesOption,
  LineSeriesOption,
} from "echarts/charts";
import type {
  GridComponentOption,
  LegendComponentOption,
  TooltipComponentOption,
  VisualMapComponentOption,
} from "echarts/components";
import type { ComposeOption } from "echarts/core";

export type ChartOption = ComposeOption<
  | BarSeriesOption
  | BoxplotSeriesOption
  | HeatmapSeriesOption
  | LineSeriesOption
  | GridComponentOption
  | LegendComponentOption
  | TooltipComponentOption
  | VisualMapComponentOption
>;

export interface ChartProps {
  option: ChartOption;
  /** Pixels. */
  height: number;
  /** Pixels below which its texts would overlap: on a narrower screen the chart scrolls. */
  minWidth?: number;
  /** Describes the chart to screen readers. */
  label: string;
  /** A mark of the chart is clicked. @param index its position in the data of its series */
  onPick?: (index: number) => void;
}
