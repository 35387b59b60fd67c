/** Runs the steps of `npm test` in sequence and counts the results. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pc from "picocolors";
import { type Check, VITEST } from "./checks.ts";
import { type Counts, readReport } from "./vitest-report.ts";

/**
 * @param filters parts of test file paths; all files when empty
 * @returns sums over all steps; the steps after a failed one run too
 */
export async function runChecks(steps: Check[], root: string, filters: string[]): Promise<Counts> {
  const sum: Counts = { passed: 0, failed: 0, skipped: 0 };
  mkdirSync(join(root, "node_modules", ".cache", "jobdata"), { recursive: true });
  for (const [index, step] of steps.entries()) {
    const startedAt = Date.now();
    process.stdout.write(pc.bold(`\n[${index + 1}/${steps.length}] ${step.name}: ${step.title}\n`));
    const counts = step.vitestProject
      ? await runVitest(step.vitestProject, root, filters)
      : await runCommands(step.commands, root);
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
    const mark = counts.failed === 0 ? pc.green("✓") : pc.red("✗");
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
    process.stdout.write(
      `${mark} ${step.name} ${pc.dim(`${seconds} s: ${counts.passed} passed, ${counts.failed} failed${skipped}`)}\n`,
    );
    for (const key of ["passed", "failed", "skipped"] as const) sum[key] += counts[key];
  }
  process.stdout.write("\n");
  return sum;
}

async function runCommands(commands: string[][], root: string): Promise<Counts> {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const words of commands) {
    const { code, output } = await runNode(words, root, "when-failed");
    if (code === 0) counts.passed += 1;
    else {
      counts.failed += 1;
      process.stdout.write(
        `${pc.red(`node ${words.join(" ")} ended with code ${code}`)}\n${output.trim()}\n`,
      );
    }
  }
  return counts;
}

async function runVitest(project: string, root: string, filters: string[]): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), "jobdata-test-"));
  const file = join(folder, "report.json");
  const flags = ["--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  try {
    const { code } = await runNode([VITEST, "run", ...flags, ...filters], root, "live");
    return readReport(readOrNull(file), code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

/** Forwards a `kill` to the child; Ctrl-C reaches the child by itself, because it is in the same process group. */
function runNode(
  words: string[],
  cwd: string,
  show: "live" | "when-failed",
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, {
      cwd,
      env: { ...process.env, WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true" },
      stdio: show === "live" ? "inherit" : ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    const end = (signal: NodeJS.Signals) => {
      child.kill(signal);
      child.once("exit", () => process.exit(1));
    };
    process.once("SIGTERM", end);
    process.once("SIGINT", end);
    child.once("error", reject);
    child.once("close", (code) => {
      process.off("SIGTERM", end);
      process.off("SIGINT", end);
      resolve({ code: code ?? 1, output });
    });
  });
}
