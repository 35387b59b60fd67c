/** Measures the latest ends of a queue: how they ended, how long they ran and how long they waited before. */

import type { EndedTaskState } from "../../shared/contracts/task.ts";
import type { TaskMeasures } from "../../shared/contracts/task-ledger.ts";
import { ENDED_TASK_STATES } from "../../shared/contracts/vocabulary.ts";
import { MEASURED_MS, spreadOf } from "../../shared/domain/spread.ts";

/** Number of the latest ends that are measured. */
const MAX_ENDS = 500;

export function measureEnds(sql: SqlStorage, now: number): TaskMeasures {
  const ends = sql
    .exec<{
      state: EndedTaskState;
      due_at: number;
      started_at: number | null;
      ended_at: number;
    }>(
      `SELECT w.state, max(t.created_at, coalesce(t.run_at, 0)) AS due_at, t.started_at, t.ended_at
       FROM (SELECT id, started_at, ended_at, created_at, run_at FROM tasks WHERE ended_seq IS NOT NULL
             ORDER BY ended_seq DESC LIMIT ?) t JOIN work w ON w.id = t.id
       WHERE t.ended_at > ?`,
      MAX_ENDS,
      now - MEASURED_MS,
    )
    .toArray();
  const results = Object.fromEntries(ENDED_TASK_STATES.map((state) => [state, 0])) as TaskMeasures["ends"];
  for (const { state } of ends) results[state]++;
  const ran = ends.flatMap(({ started_at, ...end }) => (started_at === null ? [] : [{ ...end, started_at }]));
  return {
    ends: results,
    run: spreadOf(ran.map(({ started_at, ended_at }) => ended_at - started_at)),
    wait: spreadOf(ran.map(({ due_at, started_at }) => Math.max(0, started_at - due_at))),
  };
}
