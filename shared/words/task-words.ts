/** Words of tasks in both languages, for the dashboard and the command line. */
import type { RecoveryStrategy, TaskPriority, TaskQueue, TaskState } from "../contracts/task.ts";
import type { Words } from "./words.ts";

export const TASK_QUEUE_WORDS = {
  en: {
    default: "default",
    crawler: "crawler",
    image_processing: "images",
    data_sync: "data sync",
    batch_processing: "batches",
  },
  zh: {
    default: "默认",
    crawler: "采集",
    image_processing: "图片处理",
    data_sync: "数据同步",
    batch_processing: "批量处理",
  },
} satisfies Words<Record<TaskQueue, string>>;

export const TASK_PRIORITY_WORDS = {
  en: { p0: "low", p5: "normal", p8: "high", p10: "urgent" },
  zh: { p0: "低", p5: "普通", p8: "高", p10: "紧急" },
} satisfies Words<Record<`p${TaskPriority}`, string>>;

export const TASK_STATE_WORDS = {
  en: {
    scheduled: "scheduled",
    waiting: "waiting",
    blocked: "blocked",
    queued: "queued",
    running: "running",
    retrying: "retrying",
    done: "done",
    failed: "failed",
    cancelled: "cancelled",
    skipped: "skipped",
  },
  zh: {
    scheduled: "未到时间",
    waiting: "等待中",
    blocked: "被阻塞",
    queued: "已排队",
    running: "运行中",
    retrying: "等待重试",
    done: "已完成",
    failed: "失败",
    cancelled: "已取消",
    skipped: "已跳过",
  },
} satisfies Words<Record<TaskState, string>>;

export const RECOVERY_WORDS = {
  en: {
    auto: "Recover",
    RETRY: "Retry",
    RESUME: "Resume",
    RESTART: "Restart",
    SKIP: "Skip",
    MANUAL: "Leave to a person",
  },
  zh: {
    auto: "自动恢复",
    RETRY: "重试",
    RESUME: "继续",
    RESTART: "重新开始",
    SKIP: "跳过",
    MANUAL: "留给人工",
  },
} satisfies Words<Record<RecoveryStrategy | "auto", string>>;
