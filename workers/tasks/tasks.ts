/** Tasks as the API, schedules, bulk actions and kinds use them; `create-tasks.ts` builds it. */
import type { z } from "zod";
import type { RecordReach } from "../../shared/contracts/access.ts";
import type { NewTask, Task, TaskBatch, TaskQueue } from "../../shared/contracts/task.ts";
import type {
  CreatedTask,
  TaskCreator,
  TaskLedgerApi,
  TaskResult,
} from "../../shared/contracts/task-ledger.ts";
import type { TaskRun } from "../../shared/tables/task-runs.ts";
import type { RouteNeed } from "../iam/permissions/route-need.ts";

/** What the API knows of a kind of task: all but how it runs. */
export interface KnownKind {
  /** Has the form `noun.verb`. */
  name: string;
  queue: TaskQueue;
  /** What a caller must be allowed beside creating tasks: a task is no way around a permission. */
  needs: readonly RouteNeed[];
  /** One sentence for people, in both languages. */
  title: { en: string; zh: string };
  input: z.ZodType;
}

export interface HistoryFilter {
  id?: string;
  key?: string;
  queue?: string;
  kind?: string;
  state?: string;
  batch?: string;
  /** A part of the error's text, in any case. */
  error?: string;
  reach: RecordReach;
}

export interface TaskHistory {
  search(
    filter: HistoryFilter,
    limit: number,
    before?: Pick<TaskRun, "id" | "ended_seq">,
  ): Promise<TaskRun[]>;
}

export interface Tasks {
  kinds: readonly KnownKind[];
  ledger(queue: TaskQueue): TaskLedgerApi;
  /**
   * Creates one task; with a `key` that is there already it answers the id of the task that has it.
   * @throws ApiError validation_failed for an unknown kind, a wrong input or a dependency that is not there
   */
  create(task: NewTask, creator: TaskCreator): Promise<CreatedTask>;
  /** Does the same, and reads the whole task for a person in the same call to the ledger. @throws as `create` */
  createAndRead(task: NewTask, creator: TaskCreator): Promise<{ task: Task; created: boolean }>;
  /** Creates tasks of one kind, in the order given, each on its own. @throws ApiError validation_failed for any wrong input */
  createMany(tasks: readonly NewTask[], creator: TaskCreator): Promise<TaskResult<CreatedTask>[]>;
  /** Ended tasks in ClickHouse, newest first. */
  history: TaskHistory;
  createBatch(name: string, kind: string, creator: TaskCreator): Promise<TaskBatch>;
}
