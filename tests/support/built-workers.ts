/**
 * Builds the Worker of the system tests once for all of them: the harness would bundle it again at each start, and each
 * time a test kills workerd, for four seconds of CPU.
 */
import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { inject } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const WRANGLER = join(ROOT, "node_modules", "wrangler", "bin", "wrangler.js");

/** These options of the test harness load a Worker that is built already. */
export interface BuiltWorker {
  configPath: string;
  prebuiltWorkerDir: string;
}

/** `script` is the Worker itself, `chaos` is tests/edge/chaos-worker.ts under the same configuration. */
export type BuiltWorkers = Record<"script" | "chaos", BuiltWorker>;

/** @param folder of this run alone, because another run may test other sources */
export async function buildWorkers(folder: string): Promise<BuiltWorkers> {
  const chaosConfig = join(folder, "chaos", "wrangler.toml");
  const config = await readFile(join(ROOT, "wrangler.toml"), "utf8");
  await mkdir(join(folder, "chaos"), { recursive: true });
  await writeFile(
    chaosConfig,
    config
      .replace('"workers/index.ts"', JSON.stringify(join(ROOT, "tests/edge/chaos-worker.ts")))
      .replace('"migrations/d1"', JSON.stringify(join(ROOT, "migrations/d1"))),
  );
  const [script, chaos] = await Promise.all([
    build(join(ROOT, "wrangler.toml"), join(folder, "script", "built")),
    build(chaosConfig, join(folder, "chaos", "built")),
  ]);
  return { script, chaos };
}

async function build(configPath: string, prebuiltWorkerDir: string): Promise<BuiltWorker> {
  const flags = ["--dry-run", "--config", configPath, "--outdir", prebuiltWorkerDir];
  await promisify(execFile)(process.execPath, [WRANGLER, "deploy", ...flags], { cwd: ROOT });
  return { configPath, prebuiltWorkerDir };
}

export const builtWorker = (name: keyof BuiltWorkers): BuiltWorker => inject("builtWorkers")[name];
