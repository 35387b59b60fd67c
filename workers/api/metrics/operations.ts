import { listMetrics } from "./list.ts";
import { showMetricHistory } from "./show-history.ts";
import { showMetricsText } from "./show-text.ts";

export const metricOperations = [listMetrics, showMetricHistory, showMetricsText] as const;
