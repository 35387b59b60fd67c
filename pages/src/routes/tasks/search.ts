/** The address of the tasks page: its tab, filters, and the task that is open. */
import type { TaskQueue, TaskState } from "../../../../shared/contracts/task.ts";
import { TASK_QUEUES, TASK_STATES } from "../../../../shared/contracts/vocabulary.ts";
import { readOneOf, readText } from "../search-values.ts";

export const TABS = ["tasks", "batches", "queues", "history"] as const;
export type TaskTab = (typeof TABS)[number];

export interface TaskSearch {
  /** The list of tasks when left out. */
  tab?: TaskTab | undefined;
  queue?: TaskQueue | undefined;
  state?: TaskState | undefined;
  kind?: string | undefined;
  batch?: string | undefined;
  /** A part of the error's text, for the history. */
  error?: string | undefined;
  key?: string | undefined;
  /** Id of the task whose details are open. */
  open?: string | undefined;
  /** The dialog of a new task is open. */
  add?: "task" | undefined;
}

export const readTaskSearch = (raw: Record<string, unknown>): TaskSearch => ({
  tab: readOneOf(raw.tab, TABS),
  queue: readOneOf(raw.queue, TASK_QUEUES),
  state: readOneOf(raw.state, TASK_STATES),
  kind: readText(raw.kind)?.slice(0, 60),
  batch: readText(raw.batch)?.slice(0, 36),
  error: readText(raw.error)?.slice(0, 100),
  key: readText(raw.key)?.slice(0, 200),
  open: readText(raw.open)?.slice(0, 36),
  add: readOneOf(raw.add, ["task"]),
});
