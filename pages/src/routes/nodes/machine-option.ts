/** The chart of a node's machine over time. */
import type { CrawlerNodeDetail } from "../../api/types.ts";
import type { ChartOption } from "../../charts/chart-option.ts";

interface MachineLooks {
  cpu: string;
  memory: string;
  memoryName: string;
  /** Colour of the legend. */
  text: string;
}

/** Draws CPU and memory in percent of what the machine has. */
export function machineOption(
  samples: CrawlerNodeDetail["samples"],
  { cpu, memory, memoryName, text }: MachineLooks,
): ChartOption {
  const line = (name: string, color: string, measure: (sample: (typeof samples)[number]) => number) => ({
    type: "line" as const,
    name,
    showSymbol: false,
    data: samples.map((sample) => [sample.at, Math.round(measure(sample) * 1000) / 10]),
    lineStyle: { width: 2, color },
    itemStyle: { color },
  });
  return {
    animation: false,
    grid: { left: 44, right: 12, top: 32, bottom: 24 },
    legend: { top: 0, textStyle: { color: text } },
    xAxis: { type: "time" },
    yAxis: { type: "value", min: 0, max: 100, axisLabel: { formatter: "{value} %" } },
    tooltip: { trigger: "axis", confine: true },
    series: [
      line("CPU", cpu, ({ metrics }) => metrics.cpu),
      line(
        memoryName,
        memory,
        ({ metrics }) => metrics.memory_used_bytes / Math.max(1, metrics.memory_total_bytes),
      ),
    ],
  };
}
