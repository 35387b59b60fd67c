/** A chart on a page. ECharts is fetched when the first chart is drawn. */
import { Skeleton } from "antd";
import { lazy, Suspense } from "react";
import { ScrollBox } from "../ui/scroll-box.tsx";
import type { ChartProps } from "./chart-option.ts";

const EChart = lazy(() => import("./echart.tsx"));

export function Chart(props: ChartProps) {
  const chart = (
    <Suspense fallback={<Skeleton.Node active style={{ width: "100%", height: props.height }} />}>
      <EChart {...props} />
    </Suspense>
  );
  return props.minWidth === undefined ? chart : <ScrollBox className="chart-scroll">{chart}</ScrollBox>;
}
