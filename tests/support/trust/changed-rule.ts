/** Deploys the Worker with another rule in its parser of 51job, over the same storage, as a new version is deployed. */
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type BuiltWorker, builtWorker } from "../built-workers.ts";
import type { System } from "../system.ts";

/** Months that the changed rule takes for a salary that states none; today's leaves them open. */
export const ASSUMED_MONTHS = 13;

/** What is replaced in the built script: each of them must be there exactly once. */
const CHANGES: readonly (readonly [RegExp, string])[] = [
  [/(platform: "qcwy",\s+parserVersion: )(\d+)/g, "$1 1 + $2"],
  [
    /\.\.\.(salaryColumns\(labelOrUnexpected\(\w+, "provideSalaryString"\), unread\))/g,
    `...((pay) => ({ ...pay, salary_months: pay.salary_months ?? (pay.salary_text && ${ASSUMED_MONTHS}) }))($1)`,
  ],
];

/** @param folder of the test */
async function build(folder: string): Promise<BuiltWorker> {
  const { configPath, prebuiltWorkerDir } = builtWorker("script");
  const changed = join(folder, "changed-rule");
  await cp(prebuiltWorkerDir, changed, { recursive: true, filter: (file) => !file.endsWith(".map") });
  const file = join(changed, "index.js");
  let script = await readFile(file, "utf8");
  for (const [pattern, replacement] of CHANGES) {
    const found = script.match(pattern)?.length ?? 0;
    if (found !== 1) throw new Error(`${pattern} is ${found} times in the built Worker`);
    script = script.replace(pattern, replacement);
  }
  await writeFile(file, script);
  return { configPath, prebuiltWorkerDir: changed };
}

export async function deployChangedRule({ harness }: System, folder: string): Promise<void> {
  const changed = await build(folder);
  await harness.update((options) => ({
    ...options,
    workers: options.workers?.map((worker) => ({ ...worker, ...changed })),
  }));
}
