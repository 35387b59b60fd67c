import type { MetricLabel } from "../../../shared/contracts/metrics/metric.ts";
import type { MetricName, Sample } from "../../../shared/contracts/metrics.ts";
import type { Spread } from "../../../shared/domain/spread.ts";
import { sample } from "../metric-services.ts";

/** @returns mean and 95 % point in seconds; nothing where nothing was measured */
export const spreadSamples = (
  name: MetricName,
  spread: Spread | null,
  labels: Partial<Record<MetricLabel, string>>,
): Sample[] =>
  spread === null
    ? []
    : [
        sample(name, spread.mean_ms / 1000, { ...labels, stat: "mean" }),
        sample(name, spread.p95_ms / 1000, { ...labels, stat: "p95" }),
      ];
