/** Stores which task waits for which. A row is deleted when the task that is waited for is done or skipped. */

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

  add(taskId: string, onId: string): void {
    this.#someWait = true;
    this.#sql.exec("INSERT INTO task_waits (on_id, task_id) VALUES (?, ?)", onId, taskId);
  }

  /** @returns those of `ids` that the task waits for */
  open(taskId: string, ids: readonly string[]): string[] {
    return ids.filter(
      (id) =>
        this.#sql.exec("SELECT 1 FROM task_waits WHERE on_id = ? AND task_id = ?", id, taskId).toArray()
          .length > 0,
    );
  }

  /** Notes that a task is done or skipped; `step` then releases the tasks that wait for it. */
  met(onId: string): void {
    this.#someWait ??= this.#sql.exec("SELECT 1 FROM task_waits LIMIT 1").toArray().length > 0;
    if (!this.#someWait) return;
    const waits = this.#sql.exec("SELECT 1 FROM task_waits WHERE on_id = ? LIMIT 1", onId).toArray();
    if (waits.length === 0) return;
    this.#sql.exec("INSERT OR IGNORE INTO task_releases (on_id) VALUES (?)", onId);
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
    const due = this.#sql.exec<{ on_id: string }>("SELECT on_id FROM task_releases LIMIT 10").toArray();
    for (const { on_id } of due) {
      if (room <= 0) break;
      const waiting = this.#sql
        .exec<{ task_id: string }>("SELECT task_id FROM task_waits WHERE on_id = ? LIMIT ?", on_id, room)
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
