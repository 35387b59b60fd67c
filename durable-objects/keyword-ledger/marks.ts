/** Single values of a ledger: how far something was exported, and what a person set. */
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

  set(name: string, value: string): void {
    this.#sql.exec("INSERT OR REPLACE INTO marks (name, value) VALUES (?, ?)", name, value);
  }
}
