/** Runs raw SQL and drizzle's builders in one batch of D1; drizzle's own `batch` takes builders only. */
// Imported by name, because the dashboard compiles the API's types without Workers globals.
import type { D1Database } from "@cloudflare/workers-types";
import type { SQL } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { SQLiteSyncDialect } from "drizzle-orm/sqlite-core";

export type Database = DrizzleD1Database & { $client: D1Database };

type Query = SQL | { toSQL(): { sql: string; params: unknown[] } };

const dialect = new SQLiteSyncDialect();

/** Runs the queries in order, as one transaction: all of them are applied, or none. */
export async function runBatch(db: Database, queries: readonly Query[]): Promise<void> {
  const statements = queries.map((query) => {
    const { sql, params } = "toSQL" in query ? query.toSQL() : dialect.sqlToQuery(query);
    return db.$client.prepare(sql).bind(...params);
  });
  await db.$client.batch(statements);
}
