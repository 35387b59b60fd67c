/**
 * Stores which task waits for which, also for tasks of other queues. A row is deleted when the task that is waited for is
 * done or skipped.
 */

/** Maximum number of tasks released in one transaction; the next transactions release the rest. */
const RELEASED_AT_ONCE = 500;

export class Waits {
  readonly #sql: SqlStorage;
  /** Whether any task waits, and whether any is to be released; null while unknown. Most queues have neither. */
  #someWait: boolean | null = null;
  #someRelease: boolean | null = null;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Forgets what is in memory, after a transaction that failed. */
  forget(): void {
    this.#someWait = null;
    this.#someRelease = null;
  }

  /** @param version of the watch in the ledger of another queue; 0 for a task of this one */
  add(taskId: string, onId: string, version: number): void {
    this.#someWait = true;
    this.#sql.exec(
      "INSERT INTO task_waits (on_id, task_id, version) VALUES (?, ?, ?)",
      onId,
      taskId,
      version,
    );
  }

  /** @returns whether any task waits for this one */
  has(onId: string): boolean {
    return this.#sql.exec("SELECT 1 FROM task_waits WHERE on_id = ? LIMIT 1", onId).toArray().length > 0;
  }

  /** @returns those of `ids` that the task waits for */
  open(taskId: string, ids: readonly string[]): string[] {
    return ids.filter(
      (id) =>
        this.#sql.exec("SELECT 1 FROM task_waits WHERE on_id = ? AND task_id = ?", id, taskId).toArray()
          .length > 0,
    );
  }

  /**
   * Notes that a task is done or skipped; `step` then releases the tasks that wait for it.
   * @param version up to which waits for a task of another queue are over; 0 for a task of this one
   */
  met(onId: string, version = 0): void {
    this.#someWait ??= this.#sql.exec("SELECT 1 FROM task_waits LIMIT 1").toArray().length > 0;
    if (!this.#someWait) return;
    const waits = this.#sql
      .exec("SELECT 1 FROM task_waits WHERE on_id = ? AND version <= ? LIMIT 1", onId, version)
      .toArray();
    if (waits.length === 0) return;
    this.#sql.exec(
      `INSERT INTO task_releases (on_id, version) VALUES (?, ?)
         ON CONFLICT (on_id) DO UPDATE SET version = max(version, excluded.version)`,
      onId,
      version,
    );
    this.#someRelease = true;
  }

  /** Deletes what a task waits for, when it leaves the ledger. */
  delete(taskId: string, ids: readonly string[]): void {
    for (const id of ids)
      this.#sql.exec("DELETE FROM task_waits WHERE on_id = ? AND task_id = ?", id, taskId);
  }

  /**
   * Deletes waits that are met, a bounded number at a time.
   * @param release is called for each task with one wait fewer
   * @returns true when more are left
   */
  step(release: (taskId: string) => void): boolean {
    if (this.#someRelease === false) return false;
    let room = RELEASED_AT_ONCE;
    const due = this.#sql
      .exec<{ on_id: string; version: number }>("SELECT on_id, version FROM task_releases LIMIT 10")
      .toArray();
    for (const { on_id, version } of due) {
      if (room <= 0) break;
      const waiting = this.#sql
        .exec<{ task_id: string }>(
          "SELECT task_id FROM task_waits WHERE on_id = ? AND version <= ? LIMIT ?",
          on_id,
          version,
          room,
        )
        .toArray();
      for (const { task_id } of waiting) {
        this.#sql.exec("DELETE FROM task_waits WHERE on_id = ? AND task_id = ?", on_id, task_id);
        release(task_id);
      }
      room -= waiting.length;
      if (room > 0) this.#sql.exec("DELETE FROM task_releases WHERE on_id = ?", on_id);
    }
    const isMore = room <= 0 || due.length === 10;
    this.#someRelease = isMore;
    // The last wait may be gone.
    if (due.length > 0) this.#someWait = null;
    return isMore;
  }
}
