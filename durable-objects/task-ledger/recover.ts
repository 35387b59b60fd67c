/** Applies what a person does to a task: cancels it, or brings one back that stopped (B8). */
import type { EndedTaskState, RecoveryStrategy, Task } from "../../shared/contracts/task.ts";
import type { TaskResult } from "../../shared/contracts/task-ledger.ts";
import { CLASS_RULES, type TaskErrorClass } from "../../shared/domain/task-recovery.ts";
import type { WorkItem } from "../lease-engine/types.ts";
import { placementOf } from "./admit.ts";
import { finish } from "./end-task.ts";
import { invalidState, noTask } from "./refusals.ts";
import type { Tables } from "./tables.ts";
import type { TaskRow } from "./task-row.ts";

type Acted = TaskResult<{ strategy: RecoveryStrategy }>;

/** @param known the row, where the caller has read it */
function find(
  tables: Tables,
  id: string,
  known?: TaskRow,
): { item: WorkItem; task: TaskRow; state: Task["state"] } | null {
  const item = tables.work.find(id);
  const task = known ?? tables.tasks.row(id);
  return item && task ? { item, task, state: item.state as Task["state"] } : null;
}

/** A running task stops when its holder asks the next time; any other ends at once. */
export function cancel(
  tables: Tables,
  id: string,
  actor: string,
  now: number,
  known?: TaskRow,
): TaskResult<null> {
  const found = find(tables, id, known);
  if (!found) return noTask(id);
  const { item, task, state } = found;
  if (task.ended_at !== null) return invalidState(`a task that is ${state} cannot be cancelled`);
  if (state === "running") {
    if (task.cancel_by === null)
      tables.tasks.change(id, { cancel_by: actor }, { at: now, type: "cancel", detail: { actor } });
    return { ok: true, value: null };
  }
  const event = { type: "cancelled", detail: { actor, from: state } };
  tables.work.place(item, finish(tables, task, "cancelled", {}, event, now), now);
  return { ok: true, value: null };
}

/**
 * RETRY tries it again, from its last good checkpoint where there is one; RESUME does the same and is refused without a
 * checkpoint; RESTART begins anew and forgets its checkpoints; SKIP ends it, and the tasks that wait for it go on; MANUAL
 * leaves it to a person. `auto` does what the class of its error says.
 */
export function recover(
  tables: Tables,
  id: string,
  wanted: RecoveryStrategy | "auto",
  actor: string,
  checkpoint: number | null,
  now: number,
  known?: TaskRow,
): Acted {
  const found = find(tables, id, known);
  if (!found) return noTask(id);
  const { item, task, state } = found;
  if (state === "running") return invalidState("a task that runs cannot be recovered: cancel it first");
  if (state === "done") return invalidState("a task that is done cannot be recovered: create it again");
  if (wanted === "auto" && task.manual === 1) return invalidState("it is left to a person");
  if (wanted === "auto" && state !== "failed")
    return invalidState(`auto is for tasks that failed; it is ${state}`);
  const strategy = wanted === "auto" ? autoOf(tables, task) : wanted;
  const event = {
    at: now,
    type: "recover",
    detail: { actor, strategy, from: state, auto: wanted === "auto" },
  };
  if (strategy === "MANUAL") {
    if (state !== "failed" && state !== "retrying")
      return invalidState(`a task that is ${state} needs nobody`);
    tables.tasks.change(id, { manual: 1 }, event);
    if (state === "retrying")
      tables.work.place(
        item,
        finish(tables, task, "failed", {}, { type: "failed", detail: { actor } }, now),
        now,
      );
    return { ok: true, value: { strategy } };
  }
  if (strategy === "SKIP") {
    if (state === "skipped") return invalidState("it is skipped already");
    tables.tasks.change(id, reopened(tables, task, state, now));
    const detail = event.detail;
    const place = finish(tables, task, "skipped", { manual: 0 }, { type: "skipped", detail }, now);
    tables.work.place(item, place, now);
    return { ok: true, value: { strategy } };
  }
  if (state !== "failed" && state !== "cancelled" && state !== "skipped" && state !== "retrying")
    return invalidState(`a task that is ${state} has not stopped`);
  if (strategy === "RESUME") {
    const good = tables.checkpoints.list(id, now).filter(({ problem }) => problem === null);
    if (checkpoint === null ? good.length === 0 : !good.some(({ seq }) => seq === checkpoint))
      return invalidState(
        checkpoint === null
          ? "it has no checkpoint to go on from"
          : `it has no good checkpoint ${checkpoint}`,
      );
  }
  if (strategy === "RESTART") tables.checkpoints.delete(id);
  const progress = strategy === "RESTART" ? { progress: null } : {};
  // One row written and none read again, since a bulk action does this 100,000 times.
  const again = { manual: 0, resume_seq: checkpoint, run_at: null, ...progress };
  tables.tasks.change(id, { ...reopened(tables, task, state, now), ...again }, event);
  tables.work.place(item, { ...placementOf(tables, { ...task, run_at: null }, now), attempts: 0 }, now);
  return { ok: true, value: { strategy } };
}

/** RESUME needs a checkpoint; without one the task is tried again. */
function autoOf({ checkpoints }: Tables, { id, error_class }: TaskRow): RecoveryStrategy {
  const { auto } = CLASS_RULES[(error_class ?? "unexpected") as TaskErrorClass];
  return auto === "RESUME" && !checkpoints.has(id) ? "RETRY" : auto;
}

/** The columns of an ended task that is unfinished again: it goes to the end of its order key's line. */
function reopened(
  { tasks, batches }: Tables,
  task: TaskRow,
  state: Task["state"],
  now: number,
): Partial<TaskRow> {
  if (task.ended_at === null) return {};
  if (task.batch !== null) batches.count(task.batch, state as EndedTaskState, -1, now);
  const order_seq = task.order_key === null ? null : tasks.nextOrderSeq(task.order_key);
  return { ended_at: null, ended_seq: null, order_seq };
}
