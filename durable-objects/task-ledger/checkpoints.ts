/** Stores checkpoints of tasks (B6): they are appended and never changed, and each holds the hash of the one before. */
import type { TaskCheckpoint } from "../../shared/contracts/task.ts";
import type { NewCheckpoint, StoredCheckpoint } from "../../shared/contracts/task-ledger.ts";
import { checkpointHash, checkpointProblem } from "../../shared/domain/task-checkpoint.ts";
import { CHECKPOINT_TTL_MS, KEPT_CHECKPOINTS } from "./settings.ts";

type Row = Omit<StoredCheckpoint, "by" | "problem"> & { made_by: string };

export class Checkpoints {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** @param by `task`, or the person */
  append(taskId: string, fence: number, made: NewCheckpoint, by: string, now: number): TaskCheckpoint {
    const last = this.#sql
      .exec<{ seq: number; sha256: string }>(
        "SELECT seq, sha256 FROM checkpoints WHERE task_id = ? ORDER BY seq DESC LIMIT 1",
        taskId,
      )
      .toArray()[0];
    const seq = (last?.seq ?? 0) + 1;
    const previous_sha256 = last?.sha256 ?? null;
    const { cursor, body, body_key, body_sha256, bytes } = made;
    const sha256 = checkpointHash(taskId, { seq, fence, cursor, body_sha256, previous_sha256 });
    const expires_at = now + CHECKPOINT_TTL_MS;
    this.#sql.exec(
      `INSERT INTO checkpoints (task_id, seq, fence, cursor, body, body_key, body_sha256, bytes, sha256,
         previous_sha256, made_by, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      taskId,
      seq,
      fence,
      cursor,
      body,
      body_key,
      body_sha256,
      bytes,
      sha256,
      previous_sha256,
      by,
      now,
      expires_at,
    );
    // Bodies in R2 stay: a later one of the same holder overwrites them, or they are deleted with the task.
    this.#sql.exec("DELETE FROM checkpoints WHERE task_id = ? AND seq <= ?", taskId, seq - KEPT_CHECKPOINTS);
    return {
      seq,
      fence,
      cursor,
      bytes,
      sha256,
      previous_sha256,
      by,
      created_at: now,
      expires_at,
      problem: null,
    };
  }

  /** Lists the checkpoints of a task, newest first, each with what is wrong with it. */
  list(taskId: string, now: number): StoredCheckpoint[] {
    const rows = this.#sql
      .exec<Row & { task_id: string }>(
        "SELECT * FROM checkpoints WHERE task_id = ? ORDER BY seq DESC",
        taskId,
      )
      .toArray();
    return rows.map(({ task_id: _, made_by: by, ...row }, index) => {
      const before = rows[index + 1];
      const isNext = before && before.seq === row.seq - 1 ? before : undefined;
      return { ...row, by, problem: checkpointProblem(taskId, row, isNext, now) };
    });
  }

  has(taskId: string): boolean {
    return this.#sql.exec("SELECT 1 FROM checkpoints WHERE task_id = ? LIMIT 1", taskId).toArray().length > 0;
  }

  delete(taskId: string): void {
    this.#sql.exec("DELETE FROM checkpoints WHERE task_id = ?", taskId);
  }
}
