/** The parts of ECharts that the dashboard draws with. Loaded on demand, by whoever draws first. */
import { BarChart, BoxplotChart, HeatmapChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([
  BarChart,
  BoxplotChart,
  HeatmapChart,
  LineChart,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
  SVGRenderer,
]);

/** The `init` of ECharts, with these parts there. */
export const initChart: typeof init = (...given) => init(...given);
