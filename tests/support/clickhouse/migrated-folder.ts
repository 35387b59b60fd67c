/**
 * A ClickHouse data folder with every migration applied, made once and then copied: the migrations are a hundred
 * statements and take some seconds of CPU, a copy takes none. migrations/clickhouse/runner.test.ts applies them to bare
 * servers.
 */
import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startClickHouse } from "../../../local/clickhouse/start.ts";
import { migrate, readMigrations } from "../../../migrations/clickhouse/runner.ts";

/** The migrated database of each folder. */
export const DATABASE = "jobdata";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const CACHE = join(ROOT, "node_modules", ".cache", "jobdata", "clickhouse-migrated");
/** The folder depends on these files and on the SQL. */
const MAKERS = ["migrations/clickhouse/runner.ts", "node_modules/chdb/package.json"];

/** @param dataDir an empty folder, or none yet */
export async function copyMigratedFolder(dataDir: string): Promise<void> {
  await cp(await folderOfMigrations(), dataDir, { recursive: true, verbatimSymlinks: true });
}

/** @returns the folder that is copied, which is made at the first call */
export async function folderOfMigrations(): Promise<string> {
  const made = join(CACHE, await version());
  if (!(await exists(made))) await make(made);
  return made;
}

async function version(): Promise<string> {
  const hash = createHash("sha256");
  for (const { name, checksum } of readMigrations()) hash.update(`${name} ${checksum}\n`);
  for (const file of MAKERS) hash.update(await readFile(join(ROOT, file)));
  return hash.digest("hex").slice(0, 16);
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Test files run at once, so the folder gets its name when it is whole; the first one wins. */
async function make(path: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const draft = await mkdtemp(join(CACHE, "draft-"));
  try {
    const account = { user: "default", password: "", database: DATABASE };
    const server = await startClickHouse({ dataDir: draft, port: 0, ...account });
    await migrate({ url: server.url, ...account }).finally(() => server.close());
    await rename(draft, path).catch(async (error: unknown) => {
      if (!(await exists(path))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
