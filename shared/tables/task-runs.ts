/** Tasks that ended. */
import { z } from "zod";
import type { EndedTask } from "../contracts/task-ledger.ts";
import { column, count, id, instant, maybeInstant, type RowOf, word } from "./column.ts";
import { defineTable, pickColumns, rowSchema } from "./table.ts";

export const taskRuns = defineTable({
  name: "task_runs",
  comment: "Ended tasks, one row for each end; one that was brought back ends again; 180 days",
  columns: {
    id: id("id of the task"),
    ended_seq: count("UInt64", "number of the end in its ledger"),
    queue: word("task queue"),
    kind: word("kind of the task"),
    priority: column("UInt8", z.number().int(), "LOW 0, NORMAL 5, HIGH 8, URGENT 10"),
    key: id("its unique key; empty without one"),
    order_key: id("at most one task of it ran at a time; empty without one"),
    batch: id("batch that it belongs to; empty without one"),
    state: word("done, failed, cancelled or skipped"),
    attempts: column("UInt16", z.number().int(), "tries"),
    error_class: word("class of its last error; empty without one"),
    error_code: word("code of its last error; empty without one"),
    error: id("its last error; empty without one"),
    input: id("its input, JSON"),
    result: id("its result, JSON; empty without one"),
    owner_id: word("user who created it; empty for the system"),
    department_id: word("department of the owner; empty without one"),
    created_by: id("who or what created it, with the request"),
    created_at: instant("when it was created"),
    started_at: maybeInstant("when its last try began; null where it never ran"),
    ended_at: instant("when it ended"),
  },
});

/** The columns that the history shows: the owner decides who may read a row and is not shown. */
export const TASK_RUN_COLUMNS = pickColumns(taskRuns.columns, [
  "id",
  "ended_seq",
  "queue",
  "kind",
  "priority",
  "key",
  "order_key",
  "batch",
  "state",
  "attempts",
  "error_class",
  "error_code",
  "error",
  "input",
  "result",
  "created_by",
  "created_at",
  "started_at",
  "ended_at",
]);
export const TaskRun = rowSchema(TASK_RUN_COLUMNS);
export type TaskRun = z.infer<typeof TaskRun>;

/** A line of JSONEachRow. */
export const taskRunLine = ({ task, owner, ended_seq }: EndedTask): string =>
  JSON.stringify({
    id: task.id,
    ended_seq,
    queue: task.queue,
    kind: task.kind,
    priority: task.priority,
    key: task.key ?? "",
    order_key: task.order_key ?? "",
    batch: task.batch ?? "",
    state: task.state,
    attempts: task.attempts,
    error_class: task.error?.class ?? "",
    error_code: task.error?.code ?? "",
    error: task.error?.message ?? "",
    input: JSON.stringify(task.input),
    result: task.result === null ? "" : JSON.stringify(task.result),
    owner_id: owner.ownerId ?? "",
    department_id: owner.departmentId ?? "",
    created_by: task.created_by,
    created_at: task.created_at,
    started_at: task.started_at,
    ended_at: task.ended_at ?? task.created_at,
  } satisfies RowOf<typeof taskRuns.columns>);
