/** Metrics of the API's own requests. */
import type { MetricDefinitions } from "./metric.ts";

export const API_METRICS = {
  jobdata_api_requests_total: {
    type: "counter",
    unit: "count",
    part: "api",
    labels: ["kind", "outcome"],
    sparse: true,
    en: "Answered requests of the API by kind of route (read, write, search, machine, sign_in, other) and outcome: ok, refused (4xx), failed (5xx)",
    zh: "API 已应答的请求数，按路由类别（read、write、search、machine、sign_in、other）和结果分：ok、refused（4xx）、failed（5xx）",
  },
  jobdata_api_request_error_ratio: {
    type: "gauge",
    unit: "ratio",
    part: "api",
    labels: ["kind"],
    sparse: true,
    en: "Share of failed (5xx) among the API's requests of the last 5 to 10 minutes",
    zh: "最近 5 至 10 分钟 API 请求中失败（5xx）的比例",
  },
  jobdata_api_request_seconds: {
    type: "gauge",
    unit: "seconds",
    part: "api",
    labels: ["kind", "stat"],
    sparse: true,
    en: "Time until the API answered, in the last 5 to 10 minutes: mean and 95th percentile. Calls of nodes (machine) may wait for work",
    zh: "最近 5 至 10 分钟 API 的应答时间：平均值和第 95 百分位。节点的请求（machine）可能等待任务",
  },
} as const satisfies MetricDefinitions;
