/** Keeps single values of a ledger: how far something was exported, and what a person set. */
export class Marks {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  get(name: string): string | null {
    const row = this.#sql
      .exec<{ value: string }>("SELECT value FROM marks WHERE name = ?", name)
      .toArray()[0];
    return row?.value ?? null;
  }

  /** How far something was exported, Unix ms; 0 before the first time. */
  reached(name: string): number {
    return Number(this.get(name) ?? 0);
  }

  /** Notes that something was exported up to this; a confirmation that comes late takes nothing back. */
  reach(name: string, through: number): void {
    if (through > this.reached(name)) this.set(name, String(through));
  }

  set(name: string, value: string): void {
    this.#sql.exec("INSERT OR REPLACE INTO marks (name, value) VALUES (?, ?)", name, value);
  }
}
