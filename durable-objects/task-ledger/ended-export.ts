/** Exports ended tasks to ClickHouse in bulk, and deletes from the ledger what ended long ago and is exported. */
import type { EndedTask } from "../../shared/contracts/task-ledger.ts";
import { KEPT_MS } from "./settings.ts";
import type { Tables } from "./tables.ts";

/** Maximum number of tasks that one call deletes, which keeps its transaction short. */
const PRUNED_AT_ONCE = 500;

export function endedToExport(
  { tasks, marks }: Tables,
  limit: number,
): { ended: EndedTask[]; through: number } {
  const since = marks.get("exported") ?? 0;
  const ended = tasks.ended(since, limit);
  const through = ended.at(-1)?.ended_seq ?? since;
  // A task that is tried again before the confirmation leaves its number; the next end must not take it, because the
  // confirmation would count that end as exported.
  marks.reach("offered", through);
  return { ended, through };
}

/** @returns ids of the deleted tasks that had checkpoints */
export function pruneEnded(tables: Tables, sql: SqlStorage, through: number, now: number): string[] {
  const { marks, waits, checkpoints } = tables;
  const exported = marks.reach("exported", through);
  // A task that others still wait for stays, because it may be retried. Ends are numbered in the order of time, so the
  // age is not part of the condition: SQLite would look through all ends of a week for old ones.
  const first = sql
    .exec<{ id: string; depends_on: string; ended_at: number }>(
      `SELECT id, depends_on, ended_at FROM tasks WHERE ended_seq IS NOT NULL AND ended_seq <= ?
         AND NOT EXISTS (SELECT 1 FROM task_waits WHERE on_id = tasks.id)
         AND NOT EXISTS (SELECT 1 FROM watchers WHERE on_id = tasks.id) ORDER BY ended_seq LIMIT ?`,
      exported,
      PRUNED_AT_ONCE,
    )
    .toArray();
  const withBodies: string[] = [];
  for (const { id, depends_on } of first.filter((task) => task.ended_at < now - KEPT_MS)) {
    if (checkpoints.has(id)) withBodies.push(id);
    checkpoints.delete(id);
    waits.delete(id, JSON.parse(depends_on));
    sql.exec("DELETE FROM tasks WHERE id = ?", id);
    tables.work.delete(id);
  }
  return withBodies;
}
