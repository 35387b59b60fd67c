/** Deletes rows of a table, or only counts them, so that a dry run and the run itself share their condition. */
import type { SQL } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database } from "./run-batch.ts";

/** @returns rows that were, or would be, deleted */
export async function removeRows(
  db: Database,
  table: SQLiteTable,
  where: SQL | undefined,
  dry: boolean,
): Promise<number> {
  if (dry) return db.$count(table, where);
  return (await db.delete(table).where(where).run()).meta.changes;
}
