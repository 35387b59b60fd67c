/** Reads the state of a queue from counters and the heads of indexes. */
import type { TaskQueue, TaskQueueStatus, TaskState } from "../../shared/contracts/task.ts";
import { TASK_STATES } from "../../shared/contracts/vocabulary.ts";
import { inState } from "../lease-engine/work-indexes.ts";
import { endRate, MEASURED_ENDS, perMinute } from "./rate.ts";
import { CONCURRENCY } from "./settings.ts";
import type { Tables } from "./tables.ts";

export function queueStatus(
  { work, tasks, marks }: Tables,
  sql: SqlStorage,
  queue: TaskQueue,
  now: number,
): TaskQueueStatus {
  const states = Object.fromEntries(TASK_STATES.map((state) => [state, 0])) as Record<TaskState, number>;
  for (const { state, n } of work.counts()) if (state in states) states[state as TaskState] += n;
  const rate = endRate(tasks.endTimes(MEASURED_ENDS), now);
  // Ids begin with the time of creation, and the index of states ends with the id.
  const oldest = sql
    .exec<{ created_at: number }>(
      `SELECT t.created_at FROM tasks t
       JOIN (SELECT id FROM work WHERE ${inState(false)} ORDER BY id LIMIT 1) w ON w.id = t.id`,
      "waiting",
    )
    .toArray()[0];
  return {
    queue,
    paused: marks.get("paused") === 1,
    concurrency: marks.get("concurrency") ?? CONCURRENCY[queue],
    states,
    rate_per_minute: perMinute(rate),
    next_due_at: work.nextDue(),
    oldest_waiting_at: oldest?.created_at ?? null,
  };
}
