/** Acts on many tasks for one bulk action (X22), each on its own. */
import { inReach, type RecordReach } from "../../shared/contracts/access.ts";
import type { TaskAction, TaskResult } from "../../shared/contracts/task-ledger.ts";
import { cancel, recover } from "./recover.ts";
import { invalidState, noTask } from "./refusals.ts";
import type { Tables } from "./tables.ts";
import type { TaskRow } from "./task-row.ts";

export function actMany(
  tables: Tables,
  ids: readonly string[],
  action: TaskAction,
  { actor, reach, barred }: { actor: string; reach: RecordReach; barred: readonly string[] },
  now: number,
): TaskResult<null>[] {
  return ids.map((id) => {
    const row = tables.tasks.row(id);
    // A task outside the reach is answered as one that is not there.
    if (!row || !inReach(reach, { ownerId: row.owner_id, departmentId: row.department_id }))
      return noTask(id);
    if (tables.tasks.wasActedOnBy(row, actor)) return { ok: true, value: null };
    if (barred.includes(row.kind)) return invalidState(`a task of ${row.kind} needs more permissions`);
    if (action.kind === "cancel") return cancel(tables, id, actor, now, row);
    if (action.kind === "set-priority") return setPriority(tables, row, action.priority, actor, now);
    const done = recover(tables, id, action.strategy, actor, null, now, row);
    return done.ok ? { ok: true, value: null } : done;
  });
}

/** A task keeps its place among those of its new priority; one that runs goes on. */
function setPriority(
  { work, tasks }: Tables,
  { id, ended_at }: TaskRow,
  priority: number,
  actor: string,
  now: number,
): TaskResult<null> {
  const item = work.find(id);
  if (!item) return noTask(id);
  if (ended_at !== null) return invalidState(`a task that is ${item.state} has no turn`);
  if (item.priority === priority) return { ok: true, value: null };
  work.setPriority(item, priority, now);
  tasks.change(id, {}, { at: now, type: "priority", detail: { actor, from: item.priority, to: priority } });
  return { ok: true, value: null };
}
