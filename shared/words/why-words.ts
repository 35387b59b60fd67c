/** Why something waits, in both languages, for the dashboard and the command line. */
import type { Why } from "../contracts/task.ts";
import type { Words } from "./words.ts";

export const BLOCKER_WORDS = {
  en: {
    ended: "It has ended.",
    running: "It runs.",
    queued: "It was picked and is about to start.",
    "queue-paused": "Its queue is paused.",
    paused: "It is paused.",
    "not-due": "Its time has not come.",
    dependency: "It waits for other tasks: {{waits}}",
    "dependency-failed":
      "Tasks that it waits for failed or were cancelled: {{waits}}. Retry or skip them, or cancel this one.",
    order: "Another task with the same order key comes first: {{waits}}",
    breaker: "The circuit breaker is open.",
    pace: "The pace allows no request yet.",
    "window-full": "It is next; all places of the queue are taken.",
    position: "Tasks before it: {{position}}",
    "needs-person": "It failed in a way that only a person can solve: retry, restart or skip it.",
    "no-node": "No node can take it.",
  },
  zh: {
    ended: "已结束。",
    running: "正在运行。",
    queued: "已被选中，即将开始。",
    "queue-paused": "所在队列已暂停。",
    paused: "已暂停。",
    "not-due": "还未到时间。",
    dependency: "正在等待其他任务：{{waits}}",
    "dependency-failed": "所等待的任务失败或已取消：{{waits}}。请重试或跳过它们，或取消此任务。",
    order: "相同顺序键的任务排在前面：{{waits}}",
    breaker: "熔断器已打开。",
    pace: "采集节奏暂不允许请求。",
    "window-full": "下一个就是它；队列的并发名额已满。",
    position: "前面还有 {{position}} 个任务",
    "needs-person": "失败原因需要人工处理：请重试、重新开始或跳过。",
    "no-node": "没有可用的节点。",
  },
} satisfies Words<Record<Why["blocker"], string>>;

/** What is said beside the cause: of tasks that it waits for. */
export const WAIT_WORDS = {
  en: {
    outOfReach: "Tasks among them that you may not see: {{count}}",
    notReached: "Tasks whose queue does not answer now, so that they may have failed: {{waits}}",
    hidden: "you may not see it",
  },
  zh: {
    outOfReach: "其中您无权查看的任务：{{count}} 个",
    notReached: "所在队列暂时无法访问、可能已失败的任务：{{waits}}",
    hidden: "您无权查看",
  },
} satisfies Words<Record<string, string>>;
