/** Ends tasks: when a holder settles its claim, when its lease expires, and when a person ends one. */
import type { EndedTaskState, TaskError, TaskState } from "../../shared/contracts/task.ts";
import type { TaskEnd, TaskEnding, TaskResult } from "../../shared/contracts/task-ledger.ts";
import { CLASS_RULES, nextTryMs } from "../../shared/domain/task-recovery.ts";
import { DAY_MS } from "../../shared/time.ts";
import type { Placement, WorkItem } from "../lease-engine/types.ts";
import { checkLease } from "../lease-engine/work-table.ts";
import { admit } from "./admit.ts";
import { isMet } from "./dependencies.ts";
import { notHeld } from "./refusals.ts";
import type { Tables } from "./tables.ts";
import type { TaskRow } from "./task-row.ts";
import type { DoneTask, EndingTask } from "./tasks-table.ts";

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
 */
export function finish(
  tables: Tables,
  task: EndingTask,
  state: EndedTaskState,
  values: Partial<TaskRow>,
  event: { type: string; detail: Record<string, unknown> },
  now: number,
): Placement {
  const { tasks, live } = tables;
  tasks.change(
    task.id,
    { ...values, ended_at: now, ended_seq: nextEndedSeq(tables), cancel_by: null, ...live.take(task.id) },
    { at: now, ...event },
  );
  released(tables, [task], state, now);
  return { state, dueAt: null };
}

const nextEndedSeq = ({ tasks, marks }: Tables): number =>
  tasks.nextEndedSeq(() => Math.max(marks.get("offered") ?? 0, marks.get("exported") ?? 0));

/** Counts ended tasks in their batches, and releases what waited for them. */
function released(tables: Tables, ended: readonly EndingTask[], state: EndedTaskState, now: number): void {
  const { tasks, waits, watchers, batches } = tables;
  const ofBatch = new Map<string, number>();
  for (const { id, batch, order_key } of ended) {
    if (batch !== null) ofBatch.set(batch, (ofBatch.get(batch) ?? 0) + 1);
    if (isMet(state)) {
      waits.met(id);
      watchers.met(id);
    }
    if (order_key !== null) {
      const head = tasks.headOf(order_key);
      if (head !== null) admit(tables, head, now);
    }
  }
  for (const [batch, count] of ofBatch) batches.count(batch, state, count, now);
}

/**
 * Ends claims as their holders say, each whose lease is held. Those that are done are written together.
 * @returns the states that the tasks have then, in the order of the ends
 */
export function settle(
  tables: Tables,
  ends: readonly TaskEnd[],
  now: number,
  random: () => number,
): TaskResult<{ state: TaskState }>[] {
  if (ends.length === 0) return [];
  const { tasks, work, live } = tables;
  const found = tasks.toEnd(ends.map(({ id }) => id));
  const done: DoneTask[] = [];
  const results = ends.map(({ id, fence, end, progress }): TaskResult<{ state: TaskState }> => {
    const one = found.get(id);
    const held = checkLease(one?.item ?? null, fence, now);
    if (!one || !held.ok) return notHeld(id, held.ok ? "not_found" : held.code);
    // Its lease is over for a second end in the same call.
    found.set(id, { ...one, item: { ...one.item, phase: "resting" } });
    if (progress) live.note(id, progress, now);
    if (end.kind !== "done") {
      const place = placementAfter(tables, one.task, one.item.attempts + 1, end, now, random());
      return { ok: true, value: { state: work.place(one.item, place, now) as TaskState } };
    }
    done.push({
      task: one.task,
      item: one.item,
      seq: nextEndedSeq(tables),
      result: end.result,
      progress: live.take(id).progress,
      event: { at: now, type: "done", detail: { attempt: one.item.attempts + 1 } },
    });
    return { ok: true, value: { state: "done" } };
  });
  if (done.length > 0) {
    tasks.done(done, now);
    work.end(
      done.map(({ item }) => item),
      "done",
      now,
    );
    released(
      tables,
      done.map(({ task }) => task),
      "done",
      now,
    );
  }
  return results;
}

/** What follows for a task that its holder gives back and that is not done. */
function placementAfter(
  tables: Tables,
  task: EndingTask,
  attempts: number,
  end: Exclude<TaskEnding, { kind: "done" }>,
  now: number,
  random: number,
): Placement {
  const { tasks, live } = tables;
  switch (end.kind) {
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

const cancelRunning = (tables: Tables, task: EndingTask, attempts: number, now: number): Placement => ({
  ...finish(tables, task, "cancelled", {}, { type: "cancelled", detail: { actor: task.cancel_by } }, now),
  attempts,
});

function failed(
  tables: Tables,
  task: EndingTask,
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
