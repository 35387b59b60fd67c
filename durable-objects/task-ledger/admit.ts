/** Decides whether an unfinished task may run: its dependencies come first, then its turn in the order key, then its time. */
import type { Placement } from "../lease-engine/types.ts";
import type { Tables } from "./tables.ts";
import type { TaskRow } from "./task-row.ts";

type Admitted = Pick<TaskRow, "id" | "order_key" | "open_deps" | "run_at">;

export function placementOf({ tasks }: Tables, task: Admitted, now: number): Placement {
  const isBlocked =
    task.open_deps > 0 || (task.order_key !== null && tasks.headOf(task.order_key) !== task.id);
  if (isBlocked) return { state: "blocked", dueAt: null };
  return { state: "scheduled", dueAt: Math.max(task.run_at ?? now, now) };
}

/** Places a blocked task anew: it becomes due when nothing blocks it any more. */
export function admit(tables: Tables, id: string, now: number): void {
  const item = tables.work.find(id);
  const task = tables.tasks.row(id);
  if (item?.state === "blocked" && task) tables.work.place(item, placementOf(tables, task, now), now);
}

/** Releases tasks whose dependency ended. @returns true when more are left */
export function releaseWaiting(tables: Tables, now: number): boolean {
  const { tasks, waits } = tables;
  return waits.step((id) => {
    const task = tasks.row(id);
    if (!task) return;
    // The count is kept for an ended task too, because it may be brought back.
    tasks.change(id, { open_deps: Math.max(0, task.open_deps - 1) });
    if (task.open_deps <= 1) admit(tables, id, now);
  });
}
