/**
 * Stores which other queues have tasks that wait for a task of this one, and which of them are still to be told that it is
 * done or skipped. Most queues have neither, and then nothing is read or written.
 */
import type { TaskQueue } from "../../shared/contracts/task.ts";
import type { MetNotice } from "../../shared/contracts/task-ledger.ts";

export interface Watcher extends MetNotice {
  queue: TaskQueue;
}
type WatcherRow = { on_id: string; queue: string; version: number };

const toWatcher = ({ on_id, queue, version }: WatcherRow): Watcher => ({
  id: on_id,
  queue: queue as TaskQueue,
  version,
});

export class Watchers {
  readonly #sql: SqlStorage;
  /** Whether there are any; null while unknown. */
  #someWatch: boolean | null = null;
  #someNotice: boolean | null = null;
  /** Notices were added since `takeNew` was called. */
  #isNew = false;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Forgets what is in memory, after a transaction that failed. */
  forget(): void {
    this.#someWatch = null;
    this.#someNotice = null;
    this.#isNew = false;
  }

  /** @param version greater than that of every watch before */
  watch(queue: TaskQueue, ids: readonly string[], version: number): void {
    this.#someWatch = true;
    this.#sql.exec(
      `INSERT INTO watchers (on_id, queue, version) SELECT value, ?, ? FROM json_each(?) WHERE true
         ON CONFLICT (on_id, queue) DO UPDATE SET version = excluded.version`,
      queue,
      version,
      JSON.stringify(ids),
    );
  }

  /** Notes that a task is done or skipped: those that watch it are to be told. */
  met(id: string): void {
    this.#someWatch ??= this.#sql.exec("SELECT 1 FROM watchers LIMIT 1").toArray().length > 0;
    if (!this.#someWatch) return;
    const watched = this.#sql.exec("SELECT 1 FROM watchers WHERE on_id = ? LIMIT 1", id).toArray();
    if (watched.length === 0) return;
    // A notice of an earlier end that is not delivered yet is part of this one.
    this.#sql.exec(
      `INSERT INTO notices (queue, on_id, version) SELECT queue, on_id, version FROM watchers WHERE on_id = ?
         ON CONFLICT (queue, on_id) DO UPDATE SET version = excluded.version`,
      id,
    );
    this.#sql.exec("DELETE FROM watchers WHERE on_id = ?", id);
    this.#someWatch = null;
    this.#someNotice = true;
    this.#isNew = true;
  }

  hasNotices(): boolean {
    this.#someNotice ??= this.#sql.exec("SELECT 1 FROM notices LIMIT 1").toArray().length > 0;
    return this.#someNotice;
  }

  /** @returns whether notices were added since the last call */
  takeNew(): boolean {
    const isNew = this.#isNew;
    this.#isNew = false;
    return isNew;
  }

  /** The queues that are to be told something. */
  toTell(): TaskQueue[] {
    return this.#sql
      .exec<{ queue: string }>("SELECT DISTINCT queue FROM notices")
      .toArray()
      .map(({ queue }) => queue as TaskQueue);
  }

  noticesTo(queue: TaskQueue, limit: number): MetNotice[] {
    return this.#sql
      .exec<{ id: string; version: number }>(
        "SELECT on_id AS id, version FROM notices WHERE queue = ? LIMIT ?",
        queue,
        limit,
      )
      .toArray();
  }

  /** Deletes notices that were answered. One whose task ended again meanwhile has a greater version, and stays. */
  told(queue: TaskQueue, notices: readonly MetNotice[]): void {
    this.#delete("notices", queue, notices);
    this.#someNotice = null;
  }

  /**
   * Lists who watches tasks that would be deleted but for that.
   * @param through number of the last end that is exported
   * @param before Unix ms; tasks that ended later stay anyway
   */
  ofOld(through: number, before: number, afterId: string, limit: number): Watcher[] {
    if (this.#someWatch === false) return [];
    return this.#sql
      .exec<WatcherRow>(
        `SELECT w.on_id, w.queue, w.version FROM watchers w JOIN tasks t ON t.id = w.on_id
           WHERE w.on_id > ? AND t.ended_seq <= ? AND t.ended_at < ? ORDER BY w.on_id LIMIT ?`,
        afterId,
        through,
        before,
        limit,
      )
      .toArray()
      .map(toWatcher);
  }

  /** Deletes watchers that nobody needs. One that watched again meanwhile has a greater version, and stays. */
  drop(queue: TaskQueue, watched: readonly MetNotice[]): void {
    this.#delete("watchers", queue, watched);
    this.#someWatch = null;
  }

  #delete(table: "notices" | "watchers", queue: TaskQueue, rows: readonly MetNotice[]): void {
    const list = JSON.stringify(rows.map(({ id, version }) => [id, version]));
    this.#sql.exec(
      `DELETE FROM ${table} WHERE queue = ? AND (on_id, version) IN (
         SELECT value ->> 0 AS id, value ->> 1 AS version FROM json_each(?))`,
      queue,
      list,
    );
  }
}
