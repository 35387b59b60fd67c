/** The address of the system page: the group of metrics, the span of its charts, and the metric that is open. */
import { DAY_MS } from "../../../../shared/time.ts";
import type { MetricName } from "../../api/metrics.ts";
import { readOneOf, readText } from "../search-values.ts";

/** The charts of each group; a page makes no more requests than these and the list. */
export const CHARTS = {
  crawl: [
    "jobdata_crawl_pages_per_second",
    "jobdata_request_error_ratio",
    "jobdata_request_seconds",
    "jobdata_keywords_ready",
  ],
  tasks: [
    "jobdata_task_ends_per_second",
    "jobdata_task_error_ratio",
    "jobdata_task_run_seconds",
    "jobdata_task_queue_depth",
  ],
  ingest: [
    "jobdata_ingest_rows_total",
    "jobdata_ingest_waiting_rows",
    "jobdata_ingest_oldest_waiting_seconds",
    "jobdata_dead_letters",
  ],
  api: ["jobdata_api_requests_total", "jobdata_api_request_error_ratio", "jobdata_api_request_seconds"],
  platform: ["jobdata_workers_active", "jobdata_nodes", "jobdata_queue_messages", "jobdata_schedule_slots"],
} as const satisfies Record<string, readonly MetricName[]>;

export type ChartGroup = keyof typeof CHARTS;
export const GROUPS = ["crawl", "tasks", "ingest", "api", "platform", "all"] as const;
export type MetricGroup = (typeof GROUPS)[number];

export const SPANS = {
  "6h": DAY_MS / 4,
  "1d": DAY_MS,
  "7d": 7 * DAY_MS,
  "30d": 30 * DAY_MS,
  "90d": 90 * DAY_MS,
};
export type Span = keyof typeof SPANS;
export const SPAN_NAMES = Object.keys(SPANS) as Span[];

export interface SystemSearch {
  /** The page shows the crawl when it is left out. */
  group?: MetricGroup;
  /** The charts show a day when it is left out. */
  span?: Span;
  /** Name of the metric in the drawer. */
  open?: string;
}

export function readSystemSearch(raw: Record<string, unknown>) {
  const open = readText(raw.open);
  return {
    group: readOneOf(raw.group, GROUPS) ?? ("crawl" as const),
    span: readOneOf<Span>(raw.span, SPAN_NAMES) ?? ("1d" as const),
    open: open !== undefined && /^jobdata_[a-z_]+$/.test(open) ? open : undefined,
  };
}
