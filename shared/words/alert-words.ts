/** Words of alerts in both languages, for the dashboard and the command line. */
import type { AlertSeverity, AlertState } from "../contracts/alert.ts";
import type { Words } from "./words.ts";

export const ALERT_STATE_WORDS = {
  en: {
    firing: "firing",
    no_data: "no data",
    error: "error",
    acknowledged: "acknowledged",
    resolved: "resolved",
  },
  zh: {
    firing: "告警中",
    no_data: "无数据",
    error: "错误",
    acknowledged: "已确认",
    resolved: "已恢复",
  },
} satisfies Words<Record<AlertState, string>>;

export const ALERT_SEVERITY_WORDS = {
  en: { critical: "critical", warning: "warning", info: "info" },
  zh: { critical: "严重", warning: "警告", info: "提示" },
} satisfies Words<Record<AlertSeverity, string>>;
