/** Where Prometheus looks for metrics unless it is told otherwise, and the operation that answers there. */
export const METRICS_PATH = "/metrics";
export const METRICS_TEXT_PATH = "/api/v1/metrics/text";
