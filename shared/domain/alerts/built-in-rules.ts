/** The rules that every installation has. People may change them and switch them off; a deploy adds new ones. */
import type { AlertSeverity, AlertTest } from "../../contracts/alert.ts";

export interface BuiltInRule extends AlertTest {
  severity: AlertSeverity;
  en: string;
  zh: string;
}

const define = <const R extends Record<string, BuiltInRule>>(
  rules: R,
): Record<keyof R & string, BuiltInRule> => rules;
const above = (metric: AlertTest["metric"], threshold: number, windowS: number) =>
  ({ metric, labels: {}, comparison: "gt", threshold, windowS, noData: "ok" }) as const;
const down = (metric: AlertTest["metric"], windowS: number) =>
  ({ metric, labels: {}, comparison: "lt", threshold: 1, windowS, noData: "keep" }) as const;

export const BUILT_IN_RULES = define({
  "node-offline": {
    ...down("jobdata_node_up", 120),
    severity: "warning",
    en: "Crawler node offline",
    zh: "采集节点离线",
  },
  "platform-blocked": {
    ...above("jobdata_breaker_open", 0, 0),
    noData: "keep",
    severity: "critical",
    en: "Platform blocks the crawl (breaker open)",
    zh: "平台限制采集（熔断器打开）",
  },
  "task-queue-stuck": {
    ...above("jobdata_task_oldest_waiting_seconds", 3600, 600),
    severity: "warning",
    en: "Task queue stuck",
    zh: "任务队列停滞",
  },
  "message-queue-stuck": {
    ...above("jobdata_queue_oldest_seconds", 1800, 600),
    severity: "warning",
    en: "Message queue stuck",
    zh: "消息队列停滞",
  },
  "ingest-stuck": {
    ...above("jobdata_ingest_oldest_waiting_seconds", 1800, 600),
    severity: "critical",
    en: "Accepted rows wait to be stored",
    zh: "已接收的数据迟迟未入库",
  },
  "request-error-rate": {
    ...above("jobdata_request_error_ratio", 0.5, 600),
    severity: "warning",
    en: "Many requests to a platform fail",
    zh: "平台请求错误率高",
  },
  "task-error-rate": {
    ...above("jobdata_task_error_ratio", 0.5, 600),
    severity: "warning",
    en: "Many tasks fail",
    zh: "任务错误率高",
  },
  "dead-letters": {
    ...above("jobdata_dead_letters", 0, 0),
    severity: "warning",
    en: "Dead letters wait for a decision",
    zh: "有死信等待处理",
  },
  "upload-findings": {
    ...above("jobdata_upload_findings", 0, 0),
    severity: "info",
    en: "Uploads differ from what is usual",
    zh: "上传情况异常",
  },
  quality: {
    ...above("jobdata_quality_fields_off", 0, 0),
    severity: "warning",
    en: "Fields are off their baseline",
    zh: "数据质量：字段偏离基线",
  },
  quarantine: {
    ...above("jobdata_quarantined_batches", 0, 0),
    severity: "warning",
    en: "Batches in quarantine wait for a decision",
    zh: "隔离区有批次等待处理",
  },
  "dictionary-drift": {
    ...above("jobdata_dictionaries_waiting", 0, 0),
    severity: "warning",
    en: "A platform's dictionary has drifted",
    zh: "平台字典发生漂移",
  },
  "clickhouse-away": {
    ...down("jobdata_dependency_up", 240),
    labels: { dependency: "clickhouse" },
    severity: "critical",
    en: "ClickHouse does not answer",
    zh: "ClickHouse 无应答",
  },
  "schedules-failing": {
    ...above("jobdata_schedules_failing", 0, 900),
    severity: "warning",
    en: "A schedule's newest run failed",
    zh: "计划任务最近一次运行失败",
  },
  "metrics-unread": {
    ...above("jobdata_scrape_errors", 0, 600),
    severity: "critical",
    en: "A part of the platform does not answer",
    zh: "平台的某个部分无应答",
  },
});

export const builtInRule = (name: string | null): BuiltInRule | null =>
  (name !== null && (BUILT_IN_RULES as Record<string, BuiltInRule>)[name]) || null;
