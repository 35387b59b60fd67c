/** Charts on a page go through here: ECharts is fetched only when the first one is drawn. */
import { Skeleton } from "antd";
import { lazy, Suspense } from "react";
import type { ChartOption } from "./echart.tsx";

const EChart = lazy(() => import("./echart.tsx"));

export interface ChartProps {
  option: ChartOption;
  /** Pixels. */
  height: number;
  /** What the chart says, for those who do not see it. */
  label: string;
}

export function Chart(props: ChartProps) {
  return (
    <Suspense fallback={<Skeleton.Node active style={{ width: "100%", height: props.height }} />}>
      <EChart {...props} />
    </Suspense>
  );
}
