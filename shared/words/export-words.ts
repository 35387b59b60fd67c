/** Words of exports in both languages, for the dashboard and the command line. */
import type { ExportState } from "../contracts/exports.ts";
import type { Words } from "./words.ts";

export const EXPORT_STATE_WORDS = {
  en: {
    waiting: "waiting",
    running: "running",
    done: "done",
    failed: "failed",
    cancelled: "cancelled",
    expired: "expired",
  },
  zh: {
    waiting: "等待中",
    running: "进行中",
    done: "已完成",
    failed: "失败",
    cancelled: "已取消",
    expired: "已过期",
  },
} satisfies Words<Record<ExportState, string>>;
