/** Timers of the object itself, beside those of its items: few, so they are kept in memory too. */
export class ObjectTimers {
  readonly #sql: SqlStorage;
  #times: Map<string, number> | null = null;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  has(name: string): boolean {
    return this.#load().has(name);
  }

  /** Unix ms of the first one; null without any. */
  next(): number | null {
    const times = [...this.#load().values()];
    return times.length > 0 ? Math.min(...times) : null;
  }

  /** @param at Unix ms */
  set(name: string, at: number): void {
    this.#load().set(name, at);
    this.#sql.exec("INSERT OR REPLACE INTO timers (name, at) VALUES (?, ?)", name, at);
  }

  deleteDue(now: number): void {
    const times = this.#load();
    for (const [name, at] of times) {
      if (at > now) continue;
      times.delete(name);
      this.#sql.exec("DELETE FROM timers WHERE name = ?", name);
    }
  }

  /** Forgets what a transaction changed that was rolled back. */
  forget(): void {
    this.#times = null;
  }

  #load(): Map<string, number> {
    this.#times ??= new Map(
      this.#sql
        .exec<{ name: string; at: number }>("SELECT name, at FROM timers")
        .toArray()
        .map(({ name, at }) => [name, at]),
    );
    return this.#times;
  }
}
