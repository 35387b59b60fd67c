import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type ScratchClickHouse, scratchClickHouse } from "../../tests/support/clickhouse/scratch.ts";
import { type MigrationFile, type MigrationResult, migrate, readMigrations } from "./runner.ts";

let ch: ScratchClickHouse;
let database = "";
let count = 0;
beforeAll(async () => {
  ch = await scratchClickHouse({ migrated: false });
});
afterAll(() => ch.remove());
beforeEach(() => {
  count += 1;
  database = `db_${count}`;
});

const target = () => ({ url: ch.url, user: ch.user, password: ch.password, database });
const file = (name: string, sql: string): MigrationFile => ({ name, sql, checksum: `sum of ${sql}` });
const names = readMigrations().map((migration) => migration.name);

describe("all migrations", () => {
  let first: MigrationResult;
  // They take seconds, so these tests share one database, and leave it whole.
  beforeAll(async () => {
    database = "db_whole";
    first = await migrate(target());
  });
  beforeEach(() => {
    database = "db_whole";
  });

  test("apply in order to a bare server, once", async () => {
    expect(first).toMatchObject({ applied: names, known: [] });
    expect(await migrate(target())).toEqual({ applied: [], known: names, windows: [] });
    const tables = await ch.ask(
      `SELECT name FROM system.tables WHERE database = '${database}' ORDER BY name`,
    );
    expect(tables.split("\n")).toEqual([
      "city_codes",
      "companies",
      "companies_full",
      "company_changes",
      "company_changes_mv",
      "company_cleaning",
      "company_facts",
      "company_links",
      "company_name_parts",
      "company_names",
      "company_pages",
      "company_pages_mv",
      "company_pairs",
      "complete_crawls",
      "data_set_rows",
      "export_companies",
      "export_jobs",
      "figures",
      "job_analytics",
      "job_chains",
      "job_changes",
      "job_changes_of_chains_mv",
      "job_changes_of_details_mv",
      "job_changes_of_jobs_mv",
      "job_changes_of_life_mv",
      "job_changes_of_sightings_mv",
      "job_decisions",
      "job_details",
      "job_events",
      "job_facts",
      "job_groups",
      "job_keywords",
      "job_keywords_mv",
      "job_life",
      "job_match_areas",
      "job_match_names",
      "job_match_pairs",
      "job_match_postings",
      "job_pairs",
      "job_prints",
      "job_removals",
      "job_sightings",
      "job_spans",
      "job_spans_mv",
      "job_versions",
      "job_versions_of_details_mv",
      "job_versions_of_jobs_mv",
      "jobs",
      "jobs_active_per_day",
      "jobs_full",
      "jobs_new_per_day",
      "jobs_per_day",
      "jobs_per_day_counts",
      "jobs_per_day_mv",
      "keyword_coverage",
      "life_asked",
      "metric_samples",
      "node_metrics",
      "quality_per_day",
      "raw_companies",
      "raw_job_details",
      "raw_jobs",
      "reclean_changes",
      "reclean_keys",
      "reclean_rows",
      "row_corrections",
      "schema_migrations",
      "skill_patterns",
      "skill_tags",
      "skill_versions",
      "task_rows",
      "task_runs",
      "uploads",
    ]);
  });

  test("give every table a deduplication window, also one that lost it", async () => {
    const without = () =>
      ch.ask(`SELECT name FROM system.tables WHERE database = '${database}' AND engine LIKE '%MergeTree'
        AND create_table_query NOT LIKE '%non_replicated_deduplication_window = 10000%'`);
    expect(await without()).toBe("");
    await ch.ask(`ALTER TABLE ${database}.jobs RESET SETTING non_replicated_deduplication_window`);
    expect(await without()).toBe("jobs");
    expect((await migrate(target())).windows).toEqual(["jobs"]);
    expect(await without()).toBe("");
  });

  test("every statement may run again", async () => {
    await ch.ask(`TRUNCATE TABLE ${database}.schema_migrations`);
    expect((await migrate(target())).applied).toEqual(names);
  });
});

describe("migrations", () => {
  test("go on after a file that stopped half-way", async () => {
    const create = "CREATE TABLE IF NOT EXISTS one (id UInt32) ENGINE = MergeTree ORDER BY id;";
    const broken = file(
      "001_create_tables.sql",
      `${create}\nCREATE TABLE two (id NoSuchType) ENGINE = Memory`,
    );
    await expect(migrate(target(), [broken])).rejects.toThrow(
      /001_create_tables\.sql: statement 2 \(CREATE TABLE two .*NoSuchType/,
    );
    const mended = file(
      "001_create_tables.sql",
      `${create}\nCREATE TABLE IF NOT EXISTS two (id UInt32) ENGINE = Memory`,
    );
    expect((await migrate(target(), [mended])).applied).toEqual(["001_create_tables.sql"]);
    expect(
      await ch.ask(
        `SELECT count() FROM system.tables WHERE database = '${database}' AND name IN ('one', 'two')`,
      ),
    ).toBe("2");
  });

  test("refuse a file edited or gone after it was applied, and change nothing", async () => {
    const one = file("001_create_one.sql", "CREATE TABLE IF NOT EXISTS one (id UInt32) ENGINE = Memory");
    const two = file("002_create_two.sql", "CREATE TABLE IF NOT EXISTS two (id UInt32) ENGINE = Memory");
    await migrate(target(), [one]);
    await expect(migrate(target(), [{ ...one, checksum: "other" }, two])).rejects.toThrow(
      /001_create_one\.sql: was edited after it was applied/,
    );
    await expect(migrate(target(), [two])).rejects.toThrow(
      /001_create_one\.sql: was applied to .*, but the file is gone/,
    );
    expect(
      await ch.ask(`SELECT count() FROM system.tables WHERE database = '${database}' AND name = 'two'`),
    ).toBe("0");
  });

  test("are only told by a dry run", async () => {
    expect(await migrate(target(), undefined, true)).toEqual({ applied: names, known: [], windows: [] });
    expect(await ch.ask(`SELECT count() FROM system.databases WHERE name = '${database}'`)).toBe("0");
  });
});

describe("migration files", () => {
  const folder = async (files: string[]) => {
    const path = await mkdtemp(join(tmpdir(), "jobdata-migrations-"));
    for (const name of files) await writeFile(join(path, name), "SELECT 1");
    return path;
  };

  test.each([
    [["1_create_x.sql"], /1_create_x\.sql: the name is not NNN_verb_object\.sql/],
    [["001_create_x.sql", "001_create_y.sql"], /001_create_y\.sql: number 001 is used twice/],
  ])("%j are refused", async (files, reason) => {
    const path = await folder(files);
    expect(() => readMigrations(pathToFileURL(`${path}/`))).toThrow(reason);
    await rm(path, { recursive: true });
  });
});

describe("the command", () => {
  const run = (args: string[], env: Record<string, string> = {}) =>
    promisify(execFile)(process.execPath, [fileURLToPath(new URL("./runner.ts", import.meta.url)), ...args], {
      env: { PATH: process.env.PATH, ...env },
    }).catch((error: { code: number; stderr: string; stdout: string }) => error);

  test("takes the variables of the Worker", async () => {
    const env = { ...ch.config, CLICKHOUSE_DATABASE: database };
    expect((await run(["--dry-run"], env)).stdout).toContain("would apply 001_create_raw_tables.sql");
    expect((await run([], env)).stdout).toContain(`0 known, ${names.length} applied`);
    const again = ["--url", ch.url, "--user", ch.user, "--password", ch.password, "--database", database];
    expect((await run(again)).stdout).toContain(`${names.length} known, 0 applied`);
  });

  test("ends with one line and no password when it fails", async () => {
    const wrong = await run(["--url", ch.url, "--password", "wrong-secret"]);
    expect(wrong).toMatchObject({ code: 1 });
    expect(wrong.stderr).toMatch(/^migrate-clickhouse: .*Authentication failed/);
    expect(wrong.stderr).not.toContain("wrong-secret");
    expect(await run([])).toMatchObject({
      code: 1,
      stderr: "migrate-clickhouse: url: give --url or CLICKHOUSE_URL\n",
    });
    expect((await run(["--help"])).stdout).toContain("--dry-run");
  });
});
