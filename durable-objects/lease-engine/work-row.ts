/** A row of the table of work items, as the engine reads it. */
import type { Phase, WorkItem } from "./types.ts";

export type WorkRow = {
  id: string;
  state: string;
  phase: string;
  priority: number;
  pick_class: number | null;
  pick_key: number | null;
  due_at: number | null;
  timer_at: number | null;
  fence: number;
  holder: string | null;
  attempts: number;
  leased_at: number | null;
};

export const toItem = (row: Omit<WorkRow, "pick_key">): WorkItem => ({
  id: row.id,
  state: row.state,
  phase: row.phase as Phase,
  priority: row.priority,
  pickClass: row.pick_class,
  dueAt: row.due_at,
  timerAt: row.timer_at,
  fence: row.fence,
  holder: row.holder,
  attempts: row.attempts,
  leasedAt: row.leased_at,
});
