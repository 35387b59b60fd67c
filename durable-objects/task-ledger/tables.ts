/** The tables of a task ledger, opened once and handed to its rules. */
import type { TaskQueue } from "../../shared/contracts/task.ts";
import type { WorkTable } from "../lease-engine/work-table.ts";
import { Batches } from "./batches.ts";
import { Checkpoints } from "./checkpoints.ts";
import { LiveProgress } from "./live-progress.ts";
import { QueueMarks } from "./queue-marks.ts";
import { TasksTable } from "./tasks-table.ts";
import { Waits } from "./waits.ts";
import { Watchers } from "./watchers.ts";

export interface Tables {
  work: WorkTable;
  tasks: TasksTable;
  waits: Waits;
  watchers: Watchers;
  batches: Batches;
  checkpoints: Checkpoints;
  marks: QueueMarks;
  live: LiveProgress;
}

export function openTables(sql: SqlStorage, work: WorkTable, queue: () => TaskQueue): Tables {
  const live = new LiveProgress();
  return {
    work,
    tasks: new TasksTable(sql, queue, live),
    waits: new Waits(sql),
    watchers: new Watchers(sql),
    batches: new Batches(sql, queue),
    checkpoints: new Checkpoints(sql),
    marks: new QueueMarks(sql),
    live,
  };
}
