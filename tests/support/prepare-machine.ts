/**
 * Makes what all system tests share before the first one starts: the browser, the dashboard, the built Worker and a migrated
 * ClickHouse. Two test files run at once and must not make the same folder.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { findChromium } from "../../local/chrome/install.ts";
import { buildDashboard } from "../../local/start/dashboard-build.ts";
import { buildWorkers } from "./built-workers.ts";
import { folderOfMigrations } from "./clickhouse/migrated-folder.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** @returns a function that vitest calls after the last test */
export default async function prepareMachine({ provide }: TestProject): Promise<() => Promise<void>> {
  await findChromium();
  await buildDashboard(ROOT, async () => {
    const vite = join(ROOT, "node_modules", "vite", "bin", "vite.js");
    await promisify(execFile)(process.execPath, [vite, "build"], { cwd: join(ROOT, "pages") });
  });
  await folderOfMigrations();
  const folder = await mkdtemp(join(tmpdir(), "jobdata-workers-"));
  provide("builtWorkers", await buildWorkers(folder));
  return () => rm(folder, { recursive: true, force: true });
}
