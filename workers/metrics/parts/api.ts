import type { Sample } from "../../../shared/contracts/metrics.ts";
import { type MetricServices, sample } from "../metric-services.ts";

/** The API's own requests, as isolates told the meter of them. */
export async function readApi({ requestMeter }: MetricServices): Promise<Sample[]> {
  const { totals, recent } = await requestMeter.measures();
  return [
    ...totals.map(({ kind, outcome, count }) =>
      sample("jobdata_api_requests_total", count, { kind, outcome }),
    ),
    ...recent.flatMap(({ kind, count, failed, mean_s, p95_s }) => [
      sample("jobdata_api_request_error_ratio", failed / count, { kind }),
      sample("jobdata_api_request_seconds", mean_s, { kind, stat: "mean" }),
      sample("jobdata_api_request_seconds", p95_s, { kind, stat: "p95" }),
    ]),
  ];
}
