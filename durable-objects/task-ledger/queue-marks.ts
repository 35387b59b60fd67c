/** Keeps the operator's choices for the queue, how far its ended tasks were exported, and the number of the last watch. */
type Mark = "paused" | "concurrency" | "offered" | "exported" | "watches";

export class QueueMarks {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  get(name: Mark): number | null {
    return (
      this.#sql.exec<{ value: number }>("SELECT value FROM queue_marks WHERE name = ?", name).toArray()[0]
        ?.value ?? null
    );
  }

  /** Notes that something was done up to this; a call that comes late takes nothing back. @returns the highest so far */
  reach(name: "offered" | "exported", through: number): number {
    const known = this.get(name) ?? 0;
    if (through <= known) return known;
    this.set(name, through);
    return through;
  }

  /** Counts on. @returns a number that was never given before */
  next(name: "watches"): number {
    const next = (this.get(name) ?? 0) + 1;
    this.set(name, next);
    return next;
  }

  set(name: Mark, value: number): void {
    this.#sql.exec("INSERT OR REPLACE INTO queue_marks (name, value) VALUES (?, ?)", name, value);
  }
}
