/** Raw SQL and drizzle's builders in one batch of D1; drizzle's own `batch` takes builders only. */
// By name: the dashboard reads the API's types, and has no Workers globals.
import type { D1Database } from "@cloudflare/workers-types";
import type { SQL } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { SQLiteSyncDialect } from "drizzle-orm/sqlite-core";

export type Database = DrizzleD1Database & { $client: D1Database };

type Query = SQL | { toSQL(): { sql: string; params: unknown[] } };

const dialect = new SQLiteSyncDialect();

/** All or nothing, in order. */
export async function oneBatch(db: Database, queries: readonly Query[]): Promise<void> {
  const statements = queries.map((query) => {
    const { sql, params } = "toSQL" in query ? query.toSQL() : dialect.sqlToQuery(query);
    return db.$client.prepare(sql).bind(...params);
  });
  await db.$client.batch(statements);
}
