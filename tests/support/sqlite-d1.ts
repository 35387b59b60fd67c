/** Imitates D1 over `node:sqlite`, in memory and with the migrations applied, for tests that run without workerd. */
import { readdirSync, readFileSync } from "node:fs";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/d1";
import type { Database } from "../../workers/db/run-batch.ts";

const MIGRATIONS = fileURLToPath(new URL("../../migrations/d1/", import.meta.url).href);

type Prepared = ReturnType<DatabaseSync["prepare"]>;

class Statement {
  readonly #sqlite: DatabaseSync;
  readonly #kept: Map<string, Prepared>;
  readonly sql: string;
  readonly values: SQLInputValue[];

  constructor(sqlite: DatabaseSync, kept: Map<string, Prepared>, sql: string, values: SQLInputValue[] = []) {
    this.#sqlite = sqlite;
    this.#kept = kept;
    this.sql = sql;
    this.values = values;
  }

  bind(...values: unknown[]): Statement {
    const bound = values.map((value) => (typeof value === "boolean" ? Number(value) : value));
    return new Statement(this.#sqlite, this.#kept, this.sql, bound as SQLInputValue[]);
  }

  #prepared() {
    const known = this.#kept.get(this.sql);
    if (known) return known;
    const made = this.#sqlite.prepare(this.sql);
    this.#kept.set(this.sql, made);
    return made;
  }

  run() {
    const { changes } = this.#prepared().run(...this.values);
    return { success: true, results: [], meta: { changes: Number(changes) } };
  }
  all() {
    const results = this.#prepared().all(...this.values);
    return { success: true, results, meta: { changes: 0 } };
  }
  raw() {
    const statement = this.#prepared();
    statement.setReturnArrays(true);
    try {
      return statement.all(...this.values);
    } finally {
      statement.setReturnArrays(false);
    }
  }
  first() {
    return this.#prepared().get(...this.values) ?? null;
  }
}

/** The answers are promises, as those of D1 are. @param sqlite for a test that reads the rows itself */
export function sqliteD1(sqlite = new DatabaseSync(":memory:")): Database {
  const files = readdirSync(MIGRATIONS).filter((name) => name.endsWith(".sql"));
  for (const file of files.sort())
    for (const sql of readFileSync(MIGRATIONS + file, "utf8").split("--> statement-breakpoint"))
      sqlite.exec(sql);
  const kept = new Map<string, Prepared>();
  const asPromises = (statement: Statement): object => ({
    statement,
    bind: (...values: unknown[]) => asPromises(statement.bind(...values)),
    run: async () => statement.run(),
    all: async () => statement.all(),
    raw: async () => statement.raw(),
    first: async () => statement.first(),
  });
  const client = {
    prepare: (sql: string) => asPromises(new Statement(sqlite, kept, sql)),
    async batch(statements: { statement: Statement }[]) {
      sqlite.exec("begin");
      try {
        const results = statements.map(({ statement }) =>
          /^\s*select/i.test(statement.sql) ? statement.all() : statement.run(),
        );
        sqlite.exec("commit");
        return results;
      } catch (error) {
        sqlite.exec("rollback");
        throw error;
      }
    },
    exec: async (sql: string) => sqlite.exec(sql),
  };
  return drizzle(client as never) as Database;
}
