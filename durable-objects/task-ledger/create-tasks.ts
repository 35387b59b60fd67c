/** Adds tasks. Each is checked on its own, so that one that is refused does not keep the others out. */
import type { TaskQueue } from "../../shared/contracts/task.ts";
import type {
  CreatedTask,
  TaskCreator,
  TaskResult,
  TaskToCreate,
} from "../../shared/contracts/task-ledger.ts";
import { makeTaskId } from "../../shared/domain/task-id.ts";
import { placementOf } from "./admit.ts";
import { findOpen } from "./dependencies.ts";
import type { Lookup } from "./lookups.ts";
import { invalidState } from "./refusals.ts";
import type { Tables } from "./tables.ts";

export function createTasks(
  tables: Tables,
  queue: TaskQueue,
  wanted: readonly TaskToCreate[],
  creator: TaskCreator,
  now: number,
  random: () => number,
  lookup: Lookup | null,
): TaskResult<CreatedTask>[] {
  const { batch } = creator;
  const refusal = batch === undefined ? null : tables.batches.refusal(batch, wanted.length);
  if (refusal !== null) return wanted.map(() => invalidState(refusal));
  // Ids are sorted so that the first of the tasks created together is the oldest.
  const ids = wanted.map(() => makeTaskId(queue, now, random)).sort();
  const results = wanted.map((task, index) =>
    create(tables, queue, task, ids[index] as string, creator, now, wanted.length, lookup),
  );
  const created = results.filter((result) => result.ok && result.value.created).length;
  if (batch !== undefined && created > 0) tables.batches.added(batch, created);
  return results;
}

function create(
  tables: Tables,
  queue: TaskQueue,
  wanted: TaskToCreate,
  id: string,
  { actor, owner, caller, batch }: TaskCreator,
  now: number,
  together: number,
  lookup: Lookup | null,
): TaskResult<CreatedTask> {
  const { work, tasks, waits } = tables;
  const twin = wanted.key === null ? null : tasks.byKey(wanted.key);
  if (twin !== null) return { ok: true, value: { id: twin, created: false } };
  const depends = [...new Set(wanted.depends_on)];
  const found = findOpen(tables, depends, queue, caller.reach, lookup);
  if (!found.ok) return found;
  const open = found.value;
  const row = {
    id,
    kind: wanted.kind,
    key: wanted.key,
    order_key: wanted.order_key,
    order_seq: wanted.order_key === null ? null : tasks.nextOrderSeq(wanted.order_key),
    batch: batch ?? null,
    depends_on: JSON.stringify(depends),
    open_deps: open.length,
    run_at: wanted.run_at,
    timeout_s: wanted.timeout_s,
    max_attempts: wanted.max_attempts,
    input: wanted.input,
    owner_id: owner.ownerId,
    department_id: owner.departmentId,
    created_by: actor,
    caller: JSON.stringify(caller),
    created_at: now,
  };
  tasks.insert(row);
  for (const on of open) waits.add(id, on.id, on.version);
  work.add(id, wanted.priority, placementOf(tables, row, now), now, together);
  return { ok: true, value: { id, created: true } };
}
