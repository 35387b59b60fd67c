/** Stores batches: many tasks with one progress, which is counted with each end, so that nothing scans the tasks. */
import type { RecordOwner, RecordReach } from "../../shared/contracts/access.ts";
import {
  type EndedTaskState,
  MAX_BATCH_ITEMS,
  type TaskBatch,
  type TaskQueue,
} from "../../shared/contracts/task.ts";
import { reachSql } from "../base/reach-sql.ts";

type Row = {
  id: string;
  name: string;
  kind: string;
  total: number;
  done: number;
  failed: number;
  cancelled: number;
  skipped: number;
  sealed: number;
  owner_id: string | null;
  department_id: string | null;
  created_by: string;
  created_at: number;
  ended_at: number | null;
};

const ENDED = "done + failed + cancelled + skipped";

export class Batches {
  readonly #sql: SqlStorage;
  readonly #queue: () => TaskQueue;

  constructor(sql: SqlStorage, queue: () => TaskQueue) {
    this.#sql = sql;
    this.#queue = queue;
  }

  insert(id: string, name: string, kind: string, actor: string, owner: RecordOwner, now: number): void {
    this.#sql.exec(
      `INSERT INTO batches (id, name, kind, owner_id, department_id, created_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      id,
      name,
      kind,
      owner.ownerId,
      owner.departmentId,
      actor,
      now,
    );
  }

  get(id: string): { batch: TaskBatch; owner: RecordOwner } | null {
    const row = this.#sql.exec<Row>("SELECT * FROM batches WHERE id = ?", id).toArray()[0];
    return row
      ? { batch: this.#view(row), owner: { ownerId: row.owner_id, departmentId: row.department_id } }
      : null;
  }

  list(reach: RecordReach, limit: number, beforeId?: string): TaskBatch[] {
    const { condition, values } = reachSql(reach, "b");
    return this.#sql
      .exec<Row>(
        `SELECT * FROM batches b WHERE b.id < ? AND ${condition} ORDER BY b.id DESC LIMIT ?`,
        // Ids are hexadecimal, so "g" comes after all of them.
        beforeId ?? "g",
        ...values,
        limit,
      )
      .toArray()
      .map((row) => this.#view(row));
  }

  /** @returns why no task can be added; null when one can */
  refusal(id: string, count: number): string | null {
    const batch = this.get(id)?.batch;
    if (!batch) return `no batch ${id}`;
    if (batch.sealed) return "the batch is sealed: no task is added any more";
    if (batch.total + count > MAX_BATCH_ITEMS) return `a batch holds at most ${MAX_BATCH_ITEMS} tasks`;
    return null;
  }

  added(id: string, count: number): void {
    this.#sql.exec("UPDATE batches SET total = total + ? WHERE id = ?", count, id);
  }

  dropEmpty(id: string): void {
    this.#sql.exec("DELETE FROM batches WHERE id = ? AND total = 0", id);
  }

  seal(id: string, now: number): void {
    this.#sql.exec("UPDATE batches SET sealed = 1 WHERE id = ?", id);
    this.#close(id, now);
  }

  /** @param by the number of its tasks that ended; -1 when one is unfinished again */
  count(id: string, state: EndedTaskState, by: number, now: number): void {
    this.#sql.exec(`UPDATE batches SET ${state} = ${state} + ?, ended_at = NULL WHERE id = ?`, by, id);
    if (by > 0) this.#close(id, now);
  }

  #close(id: string, now: number): void {
    this.#sql.exec(
      `UPDATE batches SET ended_at = ? WHERE id = ? AND sealed = 1 AND ${ENDED} = total`,
      now,
      id,
    );
  }

  #view({ owner_id: _, department_id: __, sealed, ...row }: Row): TaskBatch {
    const ended = row.done + row.failed + row.cancelled + row.skipped;
    return {
      ...row,
      queue: this.#queue(),
      open: row.total - ended,
      percent: row.total === 0 ? (sealed === 1 ? 100 : 0) : (ended / row.total) * 100,
      sealed: sealed === 1,
    };
  }
}
