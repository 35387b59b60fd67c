/** Words of schedules and their slots in both languages, for the dashboard and the command line. */
import type { SlotReason, SlotStatus } from "../contracts/schedule.ts";
import type { Words } from "./words.ts";

export const SLOT_WORDS = {
  en: { fired: "fired", late: "late", skipped: "skipped", missed: "missed", failed: "failed" },
  zh: { fired: "准时", late: "延迟", skipped: "跳过", missed: "错过", failed: "失败" },
} satisfies Words<Record<SlotStatus | "failed", string>>;

export const SLOT_REASON_WORDS = {
  en: {
    overlap: "The run before still went on.",
    paused: "The schedule was paused.",
    disabled: "The schedule was switched off.",
    catch_up_over: "More slots were missed than the schedule makes up for.",
    max_lateness_over: "Its maximum lateness had passed.",
    dispatcher_away: "No dispatcher ran at its time.",
    buffer_full: "Too many slots waited for the runs before, or the task queue was full.",
    edited: "The schedule was changed before a dispatcher came.",
    backfill: "Run by a backfill.",
  },
  zh: {
    overlap: "上一次运行还没有结束。",
    paused: "计划当时处于暂停状态。",
    disabled: "计划当时已停用。",
    catch_up_over: "错过的时刻超过了补跑数量。",
    max_lateness_over: "已超过最大延迟时间。",
    dispatcher_away: "到点时没有调度程序在运行。",
    buffer_full: "等待的时刻过多，或任务队列已满。",
    edited: "调度之前计划被修改。",
    backfill: "由补跑运行。",
  },
} satisfies Words<Record<SlotReason, string>>;
