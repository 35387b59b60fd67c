/** A chart drawn by ECharts. `chart.tsx` loads it on demand. */
import type { ECharts } from "echarts/core";
import { useEffect, useEffectEvent, useRef } from "react";
import type { ChartProps } from "./chart-option.ts";
import { initChart } from "./parts.ts";

export default function EChart({ option, height, minWidth, label, onPick }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const pick = useEffectEvent((index: number) => onPick?.(index));

  useEffect(() => {
    if (!box.current) return;
    const created = initChart(box.current);
    chart.current = created;
    created.on("click", ({ dataIndex }) => pick(dataIndex));
    const observer = new ResizeObserver(() => created.resize());
    observer.observe(box.current);
    return () => {
      observer.disconnect();
      created.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    // Series and categories that the new option lacks must go.
    chart.current?.setOption(option, { notMerge: true });
  }, [option]);

  return <div ref={box} role="img" aria-label={label} style={{ height, width: "100%", minWidth }} />;
}
