/**
 * Applies the numbered SQL files of this folder over ClickHouse's HTTP interface and records them in
 * `schema_migrations`. Safe to run again, also after a file that stopped half-way: every statement says
 * IF NOT EXISTS, and a file is recorded only when all of it ran.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { type ClickHouseClient, createClient } from "@clickhouse/client-web";
import { Command } from "commander";
import { messageOf } from "../../shared/errors/message-of.ts";
import { splitStatements } from "./sql-tokens.ts";

export interface MigrationTarget {
  url: string;
  user: string;
  password: string;
  /** The database is created when missing. */
  database: string;
}

export interface MigrationFile {
  /** The file's name, for example `001_create_raw_tables.sql`. */
  name: string;
  sql: string;
  /** The SHA-256 of the text, hex. */
  checksum: string;
}

export interface MigrationResult {
  /** This run applied these names, in order; with `dryRun` it would apply them. */
  applied: string[];
  /** Earlier runs applied these names. */
  known: string[];
  /** This run set the deduplication window of these tables. */
  windows: string[];
}

/** A statement may take this long, milliseconds: it may wait for others on a busy service, or copy a table (011). */
const STATEMENT_TIMEOUT_MS = 1_800_000;
/** A plain (not replicated) table keeps the tokens of this many inserts, to recognise a repeated one. */
const DEDUPLICATION_WINDOW = 10_000;
const FILE_NAME = /^\d{3}_[a-z0-9]+(_[a-z0-9]+)+\.sql$/;

/** @throws Error for a file whose name is not NNN_verb_object.sql, or a number used twice */
export function readMigrations(folder: URL = new URL(".", import.meta.url)): MigrationFile[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort();
  return names.map((name, index) => {
    if (!FILE_NAME.test(name)) throw new Error(`migration ${name}: the name is not NNN_verb_object.sql`);
    if (names[index - 1]?.slice(0, 3) === name.slice(0, 3)) {
      throw new Error(`migration ${name}: number ${name.slice(0, 3)} is used twice`);
    }
    const sql = readFileSync(new URL(name, folder), "utf8");
    return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
  });
}

/**
 * @throws Error when an applied file was edited or is gone, or a statement fails (the message names file and
 * statement; what ran before it stays and the next run goes on)
 */
export async function migrate(
  target: MigrationTarget,
  files: MigrationFile[] = readMigrations(),
  dryRun = false,
): Promise<MigrationResult> {
  const { url, user: username, password, database } = target;
  const connect = (name?: string) =>
    createClient({
      url,
      username,
      password,
      database: name,
      request_timeout: STATEMENT_TIMEOUT_MS,
      // A load balancer cuts a connection that carries nothing for a minute.
      clickhouse_settings: { send_progress_in_http_headers: 1, http_headers_progress_interval_ms: "20000" },
    });
  await using server = connect();
  await using client = connect(database);
  if (!dryRun) {
    await server.command({
      query: "CREATE DATABASE IF NOT EXISTS {name:Identifier}",
      query_params: { name: database },
    });
    await client.command({
      query: `CREATE TABLE IF NOT EXISTS schema_migrations
        (name String, checksum String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3))
        ENGINE = ReplacingMergeTree ORDER BY name`,
    });
  }
  const recorded = await readRecorded(server, database);
  const known = new Map(recorded.map((row) => [row.name, row.checksum]));
  for (const name of known.keys()) {
    if (!files.some((file) => file.name === name)) {
      throw new Error(`migration ${name}: was applied to ${database}, but the file is gone`);
    }
  }
  for (const file of files) {
    const checksum = known.get(file.name);
    if (checksum !== undefined && checksum !== file.checksum) {
      throw new Error(
        `migration ${file.name}: was edited after it was applied to ${database} (recorded ${checksum.slice(0, 12)}, now ${file.checksum.slice(0, 12)}); put it back and add a new file`,
      );
    }
  }
  const due = files.filter((file) => !known.has(file.name));
  if (!dryRun) for (const file of due) await apply(client, file);
  return {
    applied: due.map((file) => file.name),
    known: [...known.keys()],
    windows: dryRun ? [] : await setWindows(client, database),
  };
}

async function apply(client: ClickHouseClient, file: MigrationFile): Promise<void> {
  for (const [index, query] of splitStatements(file.sql).entries()) {
    try {
      await client.command({ query, clickhouse_settings: { wait_end_of_query: 1 } });
    } catch (error) {
      const reason = messageOf(error);
      throw new Error(
        `migration ${file.name}: statement ${index + 1} (${query.split("\n", 1)[0]}): ${reason}`,
        {
          cause: error,
        },
      );
    }
  }
  await client.insert({
    table: "schema_migrations",
    columns: ["name", "checksum"],
    values: [{ name: file.name, checksum: file.checksum }],
    format: "JSONEachRow",
    clickhouse_settings: { async_insert: 0 },
  });
}

/** The answer is also empty where database or table do not exist yet, so that a dry run works on an empty server. */
async function readRecorded(
  server: ClickHouseClient,
  database: string,
): Promise<{ name: string; checksum: string }[]> {
  const found = await server.query({
    query: "SELECT name FROM system.tables WHERE database = {database:String} AND name = 'schema_migrations'",
    query_params: { database },
    format: "JSONEachRow",
  });
  if ((await found.json()).length === 0) return [];
  const rows = await server.query({
    query: "SELECT name, checksum FROM {database:Identifier}.schema_migrations FINAL ORDER BY name",
    query_params: { database },
    format: "JSONEachRow",
  });
  return rows.json();
}

/**
 * Plain tables keep no insert tokens by default. Replicated tables and those of ClickHouse Cloud
 * (SharedMergeTree) keep their own window and reject this setting, so the engine is checked first: the SQL
 * files stay the same for all.
 */
async function setWindows(client: ClickHouseClient, database: string): Promise<string[]> {
  const rows = await client.query({
    query: `SELECT name FROM system.tables
      WHERE database = {database:String} AND match(engine, '^(Replacing|Aggregating|Summing|Collapsing)?MergeTree$')
        AND name NOT LIKE '.inner%'
        AND position(create_table_query, {setting:String}) = 0
      ORDER BY name`,
    query_params: { database, setting: `non_replicated_deduplication_window = ${DEDUPLICATION_WINDOW}` },
    format: "JSONEachRow",
  });
  const tables = (await rows.json<{ name: string }>()).map((row) => row.name);
  for (const table of tables) {
    await client.command({
      query: `ALTER TABLE {table:Identifier} MODIFY SETTING non_replicated_deduplication_window = ${DEDUPLICATION_WINDOW}`,
      query_params: { table },
    });
  }
  return tables;
}

interface CliOptions extends MigrationTarget {
  dryRun: boolean;
}

async function main(): Promise<void> {
  const { env } = process;
  const options = new Command("migrate-clickhouse")
    .description(
      "Applies the SQL migrations of migrations/clickhouse to a ClickHouse server or Cloud service.",
    )
    .option("--url <url>", "HTTP interface (CLICKHOUSE_URL)", env.CLICKHOUSE_URL)
    .option("--user <name>", "user (CLICKHOUSE_USER)", env.CLICKHOUSE_USER ?? "default")
    .option("--password <text>", "password; better left to CLICKHOUSE_PASSWORD, which no process list shows")
    .option(
      "--database <name>",
      "database, made when missing (CLICKHOUSE_DATABASE)",
      env.CLICKHOUSE_DATABASE ?? "jobdata",
    )
    .option("--dry-run", "tell what would be applied, change nothing", false)
    .parse()
    .opts<CliOptions>();
  if (!options.url) throw new Error("url: give --url or CLICKHOUSE_URL");
  const password = options.password ?? env.CLICKHOUSE_PASSWORD ?? "";
  const result = await migrate({ ...options, password }, readMigrations(), options.dryRun);
  for (const name of result.applied) console.log(`${options.dryRun ? "would apply" : "applied"} ${name}`);
  console.log(`${result.known.length} known, ${result.applied.length} ${options.dryRun ? "due" : "applied"}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  main().catch((error: unknown) => {
    console.error(`migrate-clickhouse: ${messageOf(error)}`);
    process.exit(1);
  });
}
