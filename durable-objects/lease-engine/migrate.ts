/** Numbered SQL migrations of an object's own database; each runs once. */
export interface Migration {
  name: string;
  sql: string;
}

/**
 * Applies what is new, in order, all or nothing. An object met for the first time in a year catches up here.
 * @throws when a migration recorded as applied is not in the list: the code is older than the data
 */
export function migrate(storage: DurableObjectStorage, migrations: readonly Migration[]): void {
  const { sql } = storage;
  storage.transactionSync(() => {
    sql.exec("CREATE TABLE IF NOT EXISTS schema_migrations (name TEXT PRIMARY KEY) WITHOUT ROWID");
    const applied = new Set(
      sql
        .exec<{ name: string }>("SELECT name FROM schema_migrations")
        .toArray()
        .map((row) => row.name),
    );
    for (const migration of migrations) {
      if (applied.delete(migration.name)) continue;
      sql.exec(migration.sql);
      sql.exec("INSERT INTO schema_migrations (name) VALUES (?)", migration.name);
    }
    if (applied.size > 0) throw new Error(`unknown migrations applied: ${[...applied].join(", ")}`);
  });
}
