/**
 * `node local/start/migrate-d1.ts --persist-to=DIR`: applies the migrations of D1 to the database of `wrangler dev`, all in
 * one workerd. `wrangler d1 migrations apply --local` does the same, but starts workerd anew for each file, which took
 * longer than all else of a first start. Both keep the same list, so that either goes on where the other ended.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { getPlatformProxy, unstable_readConfig, unstable_splitSqlQuery } from "wrangler";
import { messageOf } from "../../shared/errors/message-of.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FOLDER = join(ROOT, "migrations", "d1");
const BINDING = "DB";
/** Wrangler's own list of what is applied. */
const LIST = `CREATE TABLE IF NOT EXISTS d1_migrations(
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)`;

interface Statement {
  bind(...values: string[]): Statement;
  run(): Promise<unknown>;
  all<Row>(): Promise<{ results: Row[] }>;
}
interface Database {
  prepare(sql: string): Statement;
  batch(statements: Statement[]): Promise<unknown>;
}

/**
 * @param persistTo folder of the local databases, as in Wrangler's flag
 * @returns the names that were applied, in order
 * @throws Error that names the file; its statements are undone, the files before it stay
 */
export async function migrateD1(persistTo: string): Promise<string[]> {
  const proxy = await getPlatformProxy<Record<typeof BINDING, Database>>({
    configPath: configOf(persistTo),
    // Below the folder of the flag, Wrangler keeps each version's data apart.
    persist: { path: join(persistTo, "v3") },
    remoteBindings: false,
  });
  try {
    const DB = proxy.env[BINDING];
    await DB.prepare(LIST).run();
    const { results } = await DB.prepare("SELECT name FROM d1_migrations").all<{ name: string }>();
    const known = new Set(results.map(({ name }) => name));
    const due = readdirSync(FOLDER)
      .filter((name) => name.endsWith(".sql") && !known.has(name))
      .sort();
    for (const name of due) {
      const statements = unstable_splitSqlQuery(readFileSync(join(FOLDER, name), "utf8"));
      await DB.batch([
        ...statements.map((sql) => DB.prepare(sql)),
        DB.prepare("INSERT INTO d1_migrations (name) VALUES (?)").bind(name),
      ]).catch((error: unknown) => {
        throw new Error(`D1 migration ${name}: ${messageOf(error)}`, { cause: error });
      });
    }
    return due;
  } finally {
    await proxy.dispose();
  }
}

/** Writes a configuration with the database alone; with wrangler.toml, Wrangler would start all the rest. @returns the file */
function configOf(persistTo: string): string {
  const { d1_databases, compatibility_date } = unstable_readConfig({ config: join(ROOT, "wrangler.toml") });
  const path = join(persistTo, "migrate-d1.json");
  mkdirSync(persistTo, { recursive: true });
  writeFileSync(path, JSON.stringify({ name: "migrate-d1", compatibility_date, d1_databases }));
  return path;
}

if (import.meta.main) {
  const { persistTo } = new Command("migrate-d1")
    .requiredOption("--persist-to <dir>", "folder of the local databases")
    .parse()
    .opts<{ persistTo: string }>();
  const applied = await migrateD1(persistTo);
  console.log(`${applied.length} applied`);
}
