/** Ends tasks: when a holder settles its claim, when its lease expires, and when a person ends one. */
import type { EndedTaskState, TaskError, TaskState } from "../../shared/contracts/task.ts";
import type { ProgressReport, TaskEnding } from "../../shared/contracts/task-ledger.ts";
import { CLASS_RULES, nextTryMs } from "../../shared/domain/task-recovery.ts";
import { DAY_MS } from "../../shared/time.ts";
import type { Placement, WorkItem } from "../lease-engine/types.ts";
import { admit } from "./admit.ts";
import type { Tables } from "./tables.ts";
import type { TaskRow } from "./task-row.ts";

/** Maximum length of a stored error text; longer ones are cut. */
const MAX_ERROR_CHARS = 1000;
/** A task is given back, or waits for its next try, no longer than this. */
const MAX_WAIT_MS = DAY_MS;

const errorColumns = (error: TaskError | null) => ({
  error_code: error?.code.slice(0, 100) ?? null,
  error_message: error?.message.slice(0, MAX_ERROR_CHARS).toWellFormed() ?? null,
  error_class: error?.class ?? null,
});

/**
 * Writes that a task ended, and releases the tasks that waited for it. The caller places the item.
 * @param values further columns
 * @param item of a task that runs, where the caller has it
 */
export function finish(
  tables: Tables,
  task: TaskRow,
  state: EndedTaskState,
  values: Partial<TaskRow>,
  event: { type: string; detail: Record<string, unknown> },
  now: number,
  item?: WorkItem,
): Placement {
  const { tasks, waits, batches, marks, live } = tables;
  const ended_seq = tasks.nextEndedSeq(() => Math.max(marks.get("offered") ?? 0, marks.get("exported") ?? 0));
  tasks.change(
    task.id,
    { ...values, ended_at: now, ended_seq, cancel_by: null, ...live.take(task.id) },
    { at: now, ...event },
    item && { item, log: task.log },
  );
  if (task.batch !== null) batches.count(task.batch, state, 1, now);
  if (state === "done" || state === "skipped") waits.met(task.id);
  if (task.order_key !== null) {
    const head = tasks.headOf(task.order_key);
    if (head !== null) admit(tables, head, now);
  }
  return { state, dueAt: null };
}

/** Ends a claim as its holder says. @returns the state that the task has then */
export function settle(
  tables: Tables,
  item: WorkItem,
  end: TaskEnding,
  progress: ProgressReport | undefined,
  now: number,
  random: number,
): TaskState {
  const { tasks, work, live } = tables;
  const task = tasks.row(item.id);
  if (!task) throw new Error(`work without its task: ${item.id}`);
  if (progress) live.note(item.id, progress, now);
  return work.place(item, placementAfter(tables, task, item, end, now, random), now) as TaskState;
}

function placementAfter(
  tables: Tables,
  task: TaskRow,
  item: WorkItem,
  end: TaskEnding,
  now: number,
  random: number,
): Placement {
  const { tasks, live } = tables;
  const attempts = item.attempts + 1;
  switch (end.kind) {
    case "done": {
      const values = { result: end.result, manual: 0, ...errorColumns(null) };
      return {
        ...finish(tables, task, "done", values, { type: "done", detail: { attempt: attempts } }, now, item),
        attempts,
      };
    }
    case "cancelled":
      return cancelRunning(tables, task, attempts, now);
    case "yield": {
      // A task that was cancelled meanwhile ends now, not when it would go on.
      if (task.cancel_by !== null) return cancelRunning(tables, task, attempts, now);
      const dueAt = Math.min(Math.max(end.resume_at, now), now + MAX_WAIT_MS);
      const event = { at: now, type: "yielded", detail: { until: dueAt } };
      tasks.change(task.id, live.take(task.id), event);
      return { state: "scheduled", dueAt };
    }
    case "failed":
      return failed(tables, task, attempts, end.error, now, random, end.retry_after_ms);
  }
}

/** A lease that expired counts as a try of the class `lost`, or of `timeout` when its time was over. */
export function expire(tables: Tables, item: WorkItem, now: number, random: number): Placement {
  const task = tables.tasks.row(item.id);
  if (!task) throw new Error(`work without its task: ${item.id}`);
  const attempts = item.attempts + 1;
  if (task.cancel_by !== null) return cancelRunning(tables, task, attempts, now);
  const isLate = now >= timeoutAt(task);
  const error: TaskError = isLate
    ? { code: "timeout", message: `it took longer than ${task.timeout_s} s`, class: "timeout" }
    : {
        code: "lease_expired",
        message: "its lease ended: the Worker that ran it told nothing more",
        class: "lost",
      };
  return failed(tables, task, attempts, error, now, random);
}

/** @returns Unix ms at which the present try has taken its whole `timeout_s` */
export const timeoutAt = ({ started_at, timeout_s }: Pick<TaskRow, "started_at" | "timeout_s">): number =>
  (started_at ?? 0) + timeout_s * 1000;

const cancelRunning = (tables: Tables, task: TaskRow, attempts: number, now: number): Placement => ({
  ...finish(tables, task, "cancelled", {}, { type: "cancelled", detail: { actor: task.cancel_by } }, now),
  attempts,
});

function failed(
  tables: Tables,
  task: TaskRow,
  attempts: number,
  error: TaskError,
  now: number,
  random: number,
  retryAfterMs?: number,
): Placement {
  const { tasks, live } = tables;
  if (task.cancel_by !== null) return cancelRunning(tables, task, attempts, now);
  const delayMs = nextTryMs(error.class, attempts, task.max_attempts, random);
  const columns = errorColumns(error);
  const detail = {
    attempt: attempts,
    class: error.class,
    code: columns.error_code,
    error: columns.error_message,
  };
  if (delayMs === null) {
    const manual = CLASS_RULES[error.class].auto === "MANUAL" ? 1 : 0;
    return {
      ...finish(tables, task, "failed", { ...columns, manual }, { type: "failed", detail }, now),
      attempts,
    };
  }
  const dueAt = now + Math.min(Math.max(delayMs, retryAfterMs ?? 0), MAX_WAIT_MS);
  const event = { at: now, type: "retry", detail: { ...detail, due_at: dueAt } };
  tasks.change(task.id, { ...columns, ...live.take(task.id) }, event);
  return { state: "retrying", dueAt, attempts };
}
