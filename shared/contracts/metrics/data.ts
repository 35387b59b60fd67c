/** Metrics of what became of the stored rows. */
import type { MetricDefinitions } from "./metric.ts";

export const DATA_METRICS = {
  jobdata_facts_age_seconds: {
    type: "gauge",
    unit: "seconds",
    part: "data",
    labels: [],
    sparse: true,
    en: "Time since job_facts was last known to be up to date",
    zh: "距 job_facts 上次确认为最新的时间",
  },
  jobdata_figure_differences: {
    type: "gauge",
    unit: "count",
    part: "data",
    labels: [],
    en: "Differences that the last nightly check of the figures found",
    zh: "最近一次夜间指标核对发现的差异数",
  },
  jobdata_quality_fields_off: {
    type: "gauge",
    unit: "count",
    part: "data",
    labels: ["platform"],
    sparse: true,
    en: "Fields that are off their baseline in the newest daily report",
    zh: "最近一份质量日报中偏离基线的字段数",
  },
  jobdata_dictionaries_waiting: {
    type: "gauge",
    unit: "count",
    part: "data",
    labels: ["platform"],
    en: "Dictionaries of the platform that have drifted: a new version waits for a person",
    zh: "平台字典发生漂移、新版本等待人工确认的数量",
  },
  jobdata_upload_findings: {
    type: "gauge",
    unit: "count",
    part: "uploads",
    labels: ["kind"],
    en: "Open findings about uploads",
    zh: "未关闭的上传异常数",
  },
} as const satisfies MetricDefinitions;
