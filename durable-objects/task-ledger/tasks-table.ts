/** Stores, finds and lists tasks. State, lease and due time stand in the engine's table. */
import type { RecordOwner } from "../../shared/contracts/access.ts";
import type { Task, TaskEvent, TaskQueue, TaskState } from "../../shared/contracts/task.ts";
import type { EndedTask, OwnedTask, TaskFilter } from "../../shared/contracts/task-ledger.ts";
import { reachSql } from "../base/reach-sql.ts";
import type { WorkItem } from "../lease-engine/types.ts";
import { inState } from "../lease-engine/work-indexes.ts";
import { toItem, type WorkRow } from "../lease-engine/work-row.ts";
import type { LiveProgress } from "./live-progress.ts";
import { TASK_RULES } from "./settings.ts";
import { changeSql, claimLine, type HeldLease, type LogLine, logWith, readLog } from "./task-change.ts";
import type { TaskRow } from "./task-row.ts";

/** The columns that a new task has; the others begin empty. */
type NewTaskRow = Pick<
  TaskRow,
  | "id"
  | "kind"
  | "key"
  | "order_key"
  | "order_seq"
  | "batch"
  | "depends_on"
  | "open_deps"
  | "run_at"
  | "timeout_s"
  | "max_attempts"
  | "input"
  | "owner_id"
  | "department_id"
  | "created_by"
  | "caller"
  | "created_at"
>;
type FullRow = TaskRow & {
  state: string;
  priority: number;
  due_at: number | null;
  attempts: number;
  holder: string | null;
  leased_at: number | null;
};

const SELECT = `SELECT t.*, w.state, w.priority, w.due_at, w.attempts, w.holder, w.leased_at
  FROM tasks t JOIN work w ON w.id = t.id`;
/** Answers no row when the task does not run. */
const LEASE_OF = `SELECT w.holder, w.fence, w.attempts, w.leased_at AS leasedAt, t.log
  FROM work w JOIN tasks t ON t.id = w.id WHERE w.id = ? AND w.phase = 'running'`;

type ClaimedRow = Pick<
  TaskRow,
  | "id"
  | "kind"
  | "input"
  | "timeout_s"
  | "resume_seq"
  | "created_by"
  | "owner_id"
  | "department_id"
  | "caller"
> & { has_checkpoints: number };
const CLAIMED = `SELECT id, kind, input, timeout_s, resume_seq, created_by, owner_id, department_id, caller,
    EXISTS (SELECT 1 FROM checkpoints WHERE task_id = tasks.id) AS has_checkpoints
  FROM tasks WHERE id IN (SELECT value FROM json_each(?))`;

const STANDINGS = `SELECT t.id, w.state, t.owner_id, t.department_id
  FROM json_each(?) AS wanted JOIN tasks t ON t.id = wanted.value JOIN work w ON w.id = t.id`;

/** What the end of a task needs of its row. */
export type EndingTask = Pick<TaskRow, "id" | "batch" | "order_key" | "max_attempts" | "cancel_by" | "log">;
const TO_END = `SELECT t.id, t.batch, t.order_key, t.max_attempts, t.cancel_by, t.log, w.state, w.phase, w.priority,
    w.pick_class, w.due_at, w.timer_at, w.fence, w.holder, w.attempts, w.leased_at
  FROM json_each(?) AS wanted JOIN work w ON w.id = wanted.value JOIN tasks t ON t.id = w.id`;

/** A task that is done. */
export interface DoneTask {
  task: EndingTask;
  item: WorkItem;
  /** Place among the ends. */
  seq: number;
  /** JSON. */
  result: string | null;
  /** JSON; the stored one stays without it. */
  progress?: string | undefined;
  event: LogLine;
}
/** The rows are (id, started_at, result, progress, log, ended_seq); what is null in the first and the third stays. */
const DONE = `UPDATE tasks SET started_at = coalesce(one.value ->> 1, started_at), result = one.value ->> 2,
    progress = coalesce(one.value ->> 3, progress), log = one.value ->> 4, ended_seq = one.value ->> 5, ended_at = ?,
    manual = 0, cancel_by = NULL, error_code = NULL, error_message = NULL, error_class = NULL
  FROM json_each(?) AS one WHERE tasks.id = one.value ->> 0`;
/** A bound text may have 2 MB; escaped, a character takes 3 bytes or more. */
const MAX_BOUND_CHARS = 200_000;

export class TasksTable {
  readonly #sql: SqlStorage;
  readonly #queue: () => TaskQueue;
  readonly #live: LiveProgress;
  #endedSeq: number | null = null;

  constructor(sql: SqlStorage, queue: () => TaskQueue, live: LiveProgress) {
    this.#sql = sql;
    this.#queue = queue;
    this.#live = live;
  }

  insert(row: NewTaskRow): void {
    const names = Object.keys(row);
    this.#sql.exec(
      `INSERT INTO tasks (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
      ...Object.values(row),
    );
  }

  row(id: string): TaskRow | null {
    const row = this.#sql
      .exec<TaskRow & { lease_began: number | null }>(
        `SELECT t.*, CASE w.phase WHEN 'running' THEN w.leased_at END AS lease_began
         FROM tasks t JOIN work w ON w.id = t.id WHERE t.id = ?`,
        id,
      )
      .toArray()[0];
    if (!row) return null;
    const { lease_began, ...task } = row;
    return lease_began === null ? task : { ...task, started_at: lease_began };
  }

  /** Reads in which state tasks are and whose they are, by their ids. */
  standings(ids: readonly string[]): Map<string, { state: TaskState; owner: RecordOwner }> {
    if (ids.length === 0) return new Map();
    const rows = this.#sql
      .exec<{ id: string; state: string; owner_id: string | null; department_id: string | null }>(
        STANDINGS,
        JSON.stringify(ids),
      )
      .toArray();
    return new Map(
      rows.map(({ id, state, owner_id, department_id }) => [
        id,
        { state: state as TaskState, owner: { ownerId: owner_id, departmentId: department_id } },
      ]),
    );
  }

  byKey(key: string): string | null {
    return this.#sql.exec<{ id: string }>("SELECT id FROM tasks WHERE key = ?", key).toArray()[0]?.id ?? null;
  }

  /** Changes columns, and adds a line to the timeline, in one row written. */
  change(id: string, values: Partial<TaskRow>, event?: LogLine): void {
    const lease = event && this.#lease(id);
    const claim = lease ? claimLine(lease, readLog(lease.log)) : null;
    const began = claim ? { started_at: claim.at } : {};
    const lines = [claim, event].filter((line) => line !== null && line !== undefined);
    const { set, bound } = changeSql({ ...began, ...values }, lines);
    if (set !== "") this.#sql.exec(`UPDATE tasks SET ${set} WHERE id = ?`, ...bound, id);
  }

  #lease(id: string): (HeldLease & { log: string }) | undefined {
    return this.#sql.exec<HeldLease & { log: string }>(LEASE_OF, id).toArray()[0];
  }

  /** Reads what a holder gets of tasks, by their ids. */
  claimed(ids: readonly string[]): Map<string, ClaimedRow> {
    const rows = this.#sql.exec<ClaimedRow>(CLAIMED, JSON.stringify(ids)).toArray();
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Reads tasks that may be at their end, with their place, by their ids. */
  toEnd(ids: readonly string[]): Map<string, { item: WorkItem; task: EndingTask }> {
    const rows = this.#sql
      .exec<EndingTask & Omit<WorkRow, "pick_key">>(TO_END, JSON.stringify(ids))
      .toArray();
    return new Map(rows.map((row) => [row.id, { item: toItem(row), task: row }]));
  }

  /** Writes the end of tasks that are done, each in one row; they are running. */
  done(ended: readonly DoneTask[], now: number): void {
    let rows: unknown[] = [];
    let chars = 0;
    const write = () => {
      if (rows.length > 0) this.#sql.exec(DONE, now, JSON.stringify(rows));
      rows = [];
      chars = 0;
    };
    for (const { task, item, seq, result, progress, event } of ended) {
      const stored = readLog(task.log);
      const claim = claimLine(item, stored);
      const log = logWith(stored, claim ? [claim, event] : [event]);
      rows.push([task.id, claim?.at, result, progress, log, seq]);
      chars += log.length + (result?.length ?? 0);
      if (chars > MAX_BOUND_CHARS) write();
    }
    write();
  }

  get(id: string): OwnedTask | null {
    const row = this.#sql.exec<FullRow>(`${SELECT} WHERE t.id = ?`, id).toArray()[0];
    return row ? this.#owned(row) : null;
  }

  events(id: string): TaskEvent[] {
    const log =
      this.#sql.exec<{ log: string }>("SELECT log FROM tasks WHERE id = ?", id).toArray()[0]?.log ?? "[]";
    const lines = readLog(log);
    const lease = this.#lease(id);
    const claim = lease && claimLine(lease, lines);
    return (claim ? [...lines, claim] : lines).toReversed();
  }

  list(filter: TaskFilter, limit: number, beforeId?: string): Task[] {
    const { condition, values } = this.#selected(filter, beforeId);
    return this.#sql
      .exec<FullRow>(`${SELECT} ${condition} LIMIT ?`, ...values, limit)
      .toArray()
      .map((row) => this.#owned(row).task);
  }

  /** The ids of `list`. */
  ids(filter: TaskFilter, limit: number, beforeId?: string): string[] {
    const { condition, values } = this.#selected(filter, beforeId);
    return this.#ids(
      `SELECT t.id FROM tasks t JOIN work w ON w.id = t.id ${condition} LIMIT ?`,
      ...values,
      limit,
    );
  }

  /** True when the timeline has an entry of this actor. */
  wasActedOnBy({ log }: Pick<TaskRow, "log">, actor: string): boolean {
    return log.includes(`"actor":${JSON.stringify(actor)}`);
  }

  /** The condition and the order of a list, newest first. */
  #selected(
    { state, kind, batch, key, error_class, reach }: TaskFilter,
    beforeId?: string,
  ): { condition: string; values: (string | number)[] } {
    const where: string[] = [];
    const values: (string | number)[] = [];
    const add = (condition: string, ...bound: string[]) => {
      where.push(condition);
      values.push(...bound);
    };
    // SQLite takes the index of the first condition; in each of these indexes the id follows, which gives the order.
    const order = state ? "w" : "t";
    if (state) add(inState(state === TASK_RULES.runningState), state);
    if (kind) add("t.kind = ?", kind);
    if (batch) add("t.batch = ?", batch);
    if (key) add("t.key = ?", key);
    if (error_class) add("t.error_class = ?", error_class);
    if (beforeId) add(`${order}.id < ?`, beforeId);
    if (reach) {
      const within = reachSql(reach, "t");
      add(within.condition, ...within.values);
    }
    const filter = where.length > 0 ? `WHERE ${where.join(" AND ")}` : "";
    return { condition: `${filter} ORDER BY ${order}.id DESC`, values };
  }

  /** Lists the ids of a batch, in the order of creation. */
  ofBatch(batch: string, afterId: string, limit: number): string[] {
    return this.#ids(
      "SELECT id FROM tasks WHERE batch = ? AND id > ? ORDER BY id LIMIT ?",
      batch,
      afterId,
      limit,
    );
  }

  /** Finds the task whose turn it is among the unfinished ones of an order key. */
  headOf(orderKey: string): string | null {
    return (
      this.#ids(
        "SELECT id FROM tasks WHERE order_key = ? AND ended_at IS NULL ORDER BY order_seq LIMIT 1",
        orderKey,
      )[0] ?? null
    );
  }

  nextOrderSeq(orderKey: string): number {
    return this.#sql
      .exec<{ seq: number }>(
        "SELECT coalesce(max(order_seq), 0) + 1 AS seq FROM tasks WHERE order_key = ? AND ended_at IS NULL",
        orderKey,
      )
      .one().seq;
  }

  ended(afterSeq: number, limit: number): EndedTask[] {
    return this.#sql
      .exec<FullRow>(`${SELECT} WHERE t.ended_seq > ? ORDER BY t.ended_seq LIMIT ?`, afterSeq, limit)
      .toArray()
      .map((row) => ({ ...this.#owned(row), ended_seq: row.ended_seq ?? 0 }));
  }

  /**
   * Numbers an end. The last number is kept in memory, since it only grows; one of a transaction that failed is left out.
   * @param given answers the greatest number that was given away, which a task may have left since
   */
  nextEndedSeq(given: () => number): number {
    this.#endedSeq ??= Math.max(this.#lastEndedSeq(), given());
    return ++this.#endedSeq;
  }

  #lastEndedSeq(): number {
    return this.#sql
      .exec<{ seq: number }>(
        "SELECT coalesce(max(ended_seq), 0) AS seq FROM tasks WHERE ended_seq IS NOT NULL",
      )
      .one().seq;
  }

  /** Reads the times of the latest ends, newest first. */
  endTimes(limit: number): number[] {
    return this.#sql
      .exec<{ ended_at: number }>(
        "SELECT ended_at FROM tasks WHERE ended_seq IS NOT NULL ORDER BY ended_seq DESC LIMIT ?",
        limit,
      )
      .toArray()
      .map(({ ended_at }) => ended_at);
  }

  #ids(sql: string, ...bound: (string | number)[]): string[] {
    return this.#sql
      .exec<{ id: string }>(sql, ...bound)
      .toArray()
      .map(({ id }) => id);
  }

  #owned(row: FullRow): OwnedTask {
    const owner: RecordOwner = { ownerId: row.owner_id, departmentId: row.department_id };
    const isRunning = row.state === "running";
    const task: Task = {
      id: row.id,
      kind: row.kind,
      queue: this.#queue(),
      priority: row.priority as Task["priority"],
      key: row.key,
      order_key: row.order_key,
      depends_on: JSON.parse(row.depends_on),
      batch: row.batch,
      run_at: row.run_at,
      due_at: row.state === "scheduled" || row.state === "retrying" ? row.due_at : null,
      timeout_s: row.timeout_s,
      max_attempts: row.max_attempts,
      input: JSON.parse(row.input),
      state: row.state as Task["state"],
      attempts: row.attempts,
      cancelling: isRunning && row.cancel_by !== null,
      manual: row.manual === 1,
      holder: row.holder,
      progress: this.#live.view(row.id) ?? (row.progress === null ? null : JSON.parse(row.progress)),
      result: row.result === null ? null : JSON.parse(row.result),
      error:
        row.error_class === null
          ? null
          : {
              code: row.error_code ?? "",
              message: row.error_message ?? "",
              class: row.error_class as NonNullable<Task["error"]>["class"],
            },
      created_by: row.created_by,
      created_at: row.created_at,
      started_at: isRunning ? (row.leased_at ?? row.started_at) : row.started_at,
      ended_at: row.ended_at,
    };
    return { task, owner };
  }
}
