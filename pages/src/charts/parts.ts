/** The parts of ECharts that the dashboard draws with. The first chart of a page loads them. */
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

/** Calls `init` of ECharts after these parts are registered. */
export const initChart: typeof init = (...given) => init(...given);
