/**
 * Makes what all system tests share before the first one starts: two of them run at once, and must not unpack the browser
 * or build the dashboard into the same folder.
 */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { findChromium } from "../../local/chrome/install.ts";
import { buildDashboard } from "../../local/start/dashboard-build.ts";
import { folderOfMigrations } from "./clickhouse/migrated-folder.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export default async function prepareMachine(): Promise<void> {
  await findChromium();
  await buildDashboard(ROOT, async () => {
    const vite = join(ROOT, "node_modules", "vite", "bin", "vite.js");
    await promisify(execFile)(process.execPath, [vite, "build"], { cwd: join(ROOT, "pages") });
  });
  await folderOfMigrations();
}
