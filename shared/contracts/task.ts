/** Defines tasks as callers send and see them (B1–B11). The calls of the ledger stand in `task-ledger.ts`. */
import { z } from "zod";
import { queueOfTask } from "../domain/task-id.ts";
import { DAY_MS } from "../time.ts";
import {
  ENDED_TASK_STATES,
  RECOVERY_STRATEGIES,
  TASK_ERROR_CLASSES,
  TASK_PRIORITIES,
  TASK_QUEUES,
  TASK_STATES,
} from "./vocabulary.ts";

export const TaskQueue = z.enum(TASK_QUEUES);
export type TaskQueue = z.infer<typeof TaskQueue>;
export const TaskState = z.enum(TASK_STATES);
export type TaskState = z.infer<typeof TaskState>;
export const EndedTaskState = z.enum(ENDED_TASK_STATES);
export type EndedTaskState = z.infer<typeof EndedTaskState>;
/** This is a union of literals, because the OpenAPI document takes only the first value of one literal with many. */
export const TaskPriority = z.union(
  TASK_PRIORITIES.map((priority) => z.literal(priority)),
  "is not one of 0, 5, 8, 10",
);
export type TaskPriority = z.infer<typeof TaskPriority>;
export const TaskErrorClass = z.enum(TASK_ERROR_CLASSES);
export const RecoveryStrategy = z.enum(RECOVERY_STRATEGIES);
export type RecoveryStrategy = z.infer<typeof RecoveryStrategy>;

/** Maximum bytes of an input as JSON: a batch of 100,000 tasks must fit into an object. */
export const MAX_INPUT_BYTES = 32_768;
export const MAX_RESULT_BYTES = 32_768;
/** Larger bodies of checkpoints lie in R2, because a row of an object holds at most 2 MB. */
export const MAX_INLINE_BODY_BYTES = 100_000;
export const MAX_BODY_BYTES = 8 * 1024 * 1024;
export const MAX_CURSOR_CHARS = 4000;
export const MAX_BATCH_ITEMS = 100_000;
/** Maximum number of tasks that one call creates. */
export const MAX_ITEMS_PER_CALL = 1000;
/** A task is planned at most this far ahead. */
export const MAX_DELAY_MS = 366 * DAY_MS;
/** Maximum number of tasks of a queue that are queued or running at once. */
export const MAX_CONCURRENCY = 64;
const MAX_DEPENDENCIES = 100;
const MAX_TIMEOUT_S = 86_400;

/** Refuses the control characters of ASCII; those from U+0080 on are allowed. */
const NO_CONTROL = /^[\P{Cc}\u0080-\u009f]*$/u;
const Key = z.string().min(1, "is empty").max(200).regex(NO_CONTROL, "holds control characters");

export const TaskId = z.string().refine((id) => queueOfTask(id) !== null, "is not the id of a task");

/** A new task as callers send it; `workers/tasks/create-tasks.ts` checks `input` by the schema of the kind. */
export const NewTask = z.strictObject({
  kind: z.string().min(1, "is empty").max(60),
  input: z.record(z.string(), z.unknown()).default({}),
  priority: TaskPriority.default(5),
  key: Key.optional().describe("Unique in the queue: a second task with the key answers the first one"),
  order_key: Key.optional().describe("At most one task of the key runs, in the order of creation"),
  depends_on: z
    .array(TaskId)
    .max(MAX_DEPENDENCIES)
    .default([])
    .describe("Tasks of any queue, within your reach, that must be done or skipped first"),
  run_at: z.number().int().min(0).optional().describe("Unix ms; at most 366 days ahead"),
  timeout_s: z.number().int().min(1).max(MAX_TIMEOUT_S).default(3600),
  max_attempts: z.number().int().min(1).max(20).default(5),
});
export type NewTask = z.input<typeof NewTask>;

export const TaskProgress = z.object({
  done: z.number(),
  total: z.number().nullable(),
  message: z.string().nullable(),
  percent: z.number().nullable(),
  rate: z.number().nullable().describe("Items per second, measured over the last minute"),
  left_s: z.number().nullable().describe("Seconds left at this rate"),
  at: z.number().int().describe("Unix ms"),
});
export type TaskProgress = z.infer<typeof TaskProgress>;

export const TaskError = z.object({
  code: z.string(),
  message: z.string(),
  class: TaskErrorClass,
});
export type TaskError = z.infer<typeof TaskError>;

export const Task = z.object({
  id: z.string(),
  kind: z.string(),
  queue: TaskQueue,
  priority: TaskPriority,
  key: z.string().nullable(),
  order_key: z.string().nullable(),
  depends_on: z.array(z.string()),
  batch: z.string().nullable(),
  run_at: z.number().int().nullable(),
  due_at: z
    .number()
    .int()
    .nullable()
    .describe("When it is tried; null while it waits for nothing but its turn, or has ended"),
  timeout_s: z.number().int(),
  max_attempts: z.number().int(),
  input: z.record(z.string(), z.unknown()),
  state: TaskState,
  attempts: z.number().int(),
  cancelling: z.boolean().describe("It runs and stops at its next checkpoint"),
  manual: z.boolean().describe("Left to a person: `auto` passes over it"),
  holder: z.string().nullable(),
  progress: TaskProgress.nullable(),
  result: z.record(z.string(), z.unknown()).nullable(),
  error: TaskError.nullable(),
  created_by: z.string(),
  created_at: z.number().int(),
  started_at: z.number().int().nullable().describe("Start of the latest try"),
  ended_at: z.number().int().nullable(),
});
export type Task = z.infer<typeof Task>;

export const TaskEvent = z.object({
  at: z.number().int(),
  type: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
export type TaskEvent = z.infer<typeof TaskEvent>;

export const TaskCheckpoint = z.object({
  seq: z.number().int(),
  fence: z.number().int(),
  cursor: z.string(),
  bytes: z.number().int().describe("Of the body; 0 without one"),
  sha256: z.string(),
  previous_sha256: z.string().nullable(),
  by: z.string().describe("`task`, or the person"),
  created_at: z.number().int(),
  expires_at: z.number().int(),
  problem: z.enum(["hash", "chain", "expired"]).nullable().describe("Why it cannot be used"),
});
export type TaskCheckpoint = z.infer<typeof TaskCheckpoint>;

/** Causes why an item does not run at this moment; keywords answer with them too. */
const BLOCKERS = [
  "ended",
  "running",
  "queued",
  "queue-paused",
  "paused",
  "not-due",
  "dependency",
  "dependency-failed",
  "order",
  "breaker",
  "pace",
  "window-full",
  "position",
  "needs-person",
  "no-node",
] as const;
export const Why = z.object({
  blocker: z.enum(BLOCKERS),
  message: z.string().describe("One sentence"),
  /** Work ahead in the order of picking; null where it has no place in it. */
  position: z.number().int().nullable(),
  /** The task, holder or key that is waited for. */
  waits_for: z.array(z.string()),
  /** Both were added later, and are left out where there are none. */
  out_of_reach: z.number().int().optional().describe("How many more tasks it waits for that you may not see"),
  not_reached: z
    .array(z.string())
    .optional()
    .describe("Tasks that it waits for whose queue did not answer, so that they may have failed"),
  until: z.number().int().nullable().describe("Unix ms at which the cause ends, where known"),
  /** Estimates come from the measured rate of ends. */
  starts_at: z.number().int().nullable().describe("Estimate, Unix ms; null when nothing was measured"),
  rate_per_minute: z.number().nullable(),
});
export type Why = z.infer<typeof Why>;

export const TaskBatch = z.object({
  id: z.string(),
  queue: TaskQueue,
  kind: z.string(),
  name: z.string(),
  total: z.number().int(),
  done: z.number().int(),
  failed: z.number().int(),
  cancelled: z.number().int(),
  skipped: z.number().int(),
  open: z.number().int(),
  percent: z.number(),
  sealed: z.boolean().describe("No task is added any more"),
  created_by: z.string(),
  created_at: z.number().int(),
  ended_at: z.number().int().nullable(),
});
export type TaskBatch = z.infer<typeof TaskBatch>;

export const TaskQueueStatus = z.object({
  queue: TaskQueue,
  paused: z.boolean(),
  concurrency: z.number().int().describe("Tasks queued or running at once"),
  states: z.record(TaskState, z.number().int()),
  rate_per_minute: z.number().nullable().describe("Ends a minute; null when nothing was measured"),
  next_due_at: z.number().int().nullable(),
  oldest_waiting_at: z.number().int().nullable(),
});
export type TaskQueueStatus = z.infer<typeof TaskQueueStatus>;
