/** One numbered change of an object's own SQLite database, stored in `migrations/objects/<object>/NNN_*.sql`. */
export interface Migration {
  /** Name of its file without `.sql`. Objects record it, so it never changes. */
  name: string;
  sql: string;
  /**
   * Column that this migration adds with `ALTER TABLE`. Objects older than the record of migrations may have it
   * already; SQLite has no `ADD COLUMN IF NOT EXISTS`.
   */
  adds?: { table: string; column: string };
}

/**
 * Applies the migrations that the object has not recorded yet, in order, all or nothing. Objects built before
 * migrations were recorded have their tables but no record: their first migrations must say `IF NOT EXISTS`, or
 * name the column that they add.
 * @throws Error when a recorded migration is not in the list: the code is older than the data
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
      if (!hasColumn(sql, migration.adds)) sql.exec(migration.sql);
      sql.exec("INSERT INTO schema_migrations (name) VALUES (?)", migration.name);
    }
    if (applied.size > 0) throw new Error(`unknown migrations applied: ${[...applied].join(", ")}`);
  });
}

function hasColumn(sql: SqlStorage, adds: Migration["adds"]): boolean {
  if (!adds) return false;
  return (
    sql.exec("SELECT 1 FROM pragma_table_info(?) WHERE name = ?", adds.table, adds.column).toArray().length >
    0
  );
}
