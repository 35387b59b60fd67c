/** Runs the steps of `npm test` and counts the results. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import pc from "picocolors";
import { type Check, VITEST } from "./checks.ts";
import { type Counts, readReport, slowestFiles } from "./vitest-report.ts";

/** A step names this many of its slowest test files. */
const SLOW_FILES = 3;
const KEYS = ["passed", "failed", "skipped"] as const;

/** Writes the output of a step: at once, or whole when the step ends. */
type Show = "live" | "at-end";

/**
 * Runs the steps in their lanes (`Check.lane`): on two cores that takes as long as the longer lane, not as the sum.
 * @param filters parts of test file paths; all files when empty
 * @returns sums over all steps; the steps after a failed one run too
 */
export async function runChecks(steps: Check[], root: string, filters: string[]): Promise<Counts> {
  const sum: Counts = { passed: 0, failed: 0, skipped: 0 };
  mkdirSync(join(root, "node_modules", ".cache", "jobdata"), { recursive: true });
  const inLane = (lane: Check["lane"]) => steps.filter((step) => step.lane === lane);
  const runLane = async (lane: Check[], show: Show) => {
    for (const step of lane) {
      const counts = await runStep(step, root, filters, show);
      for (const key of KEYS) sum[key] += counts[key];
    }
  };
  const main = inLane("main");
  await Promise.all([runLane(main, "live"), runLane(inLane("beside"), main.length > 0 ? "at-end" : "live")]);
  await runLane(inLane("alone"), "live");
  process.stdout.write("\n");
  return sum;
}

async function runStep(step: Check, root: string, filters: string[], show: Show): Promise<Counts> {
  const startedAt = Date.now();
  const heading = pc.bold(`\n${step.name}: ${step.title}\n`);
  if (show === "live") process.stdout.write(heading);
  const { counts, output } = step.vitestProject
    ? await runVitest(step.vitestProject, root, filters, show)
    : await runCommands(step.commands, root);
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  const mark = counts.failed === 0 ? pc.green("✓") : pc.red("✗");
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
  process.stdout.write(
    `${show === "live" ? "" : heading}${output}${mark} ${step.name} ${pc.dim(
      `${seconds} s: ${counts.passed} passed, ${counts.failed} failed${skipped}`,
    )}\n`,
  );
  return counts;
}

interface StepResult {
  counts: Counts;
  /** Output that is not written yet. */
  output: string;
}

async function runCommands(commands: string[][], root: string): Promise<StepResult> {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  let shown = "";
  for (const words of commands) {
    const { code, output } = await runNode(words, root, "at-end");
    if (code === 0) counts.passed += 1;
    else {
      counts.failed += 1;
      shown += `${pc.red(`node ${words.join(" ")} ended with code ${code}`)}\n${output.trim()}\n`;
    }
  }
  return { counts, output: shown };
}

async function runVitest(project: string, root: string, filters: string[], show: Show): Promise<StepResult> {
  const folder = mkdtempSync(join(tmpdir(), "jobdata-test-"));
  const file = join(folder, "report.json");
  const flags = ["--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  try {
    const { code, output } = await runNode([VITEST, "run", ...flags, ...filters], root, show);
    const report = readOrNull(file);
    const slowest = slowestFiles(report, SLOW_FILES)
      .map((it) => `${relative(root, it.file)} ${it.seconds.toFixed(1)} s`)
      .join(", ");
    return { counts: readReport(report, code), output: `${output}${pc.dim(`slowest: ${slowest}`)}\n` };
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
function runNode(words: string[], cwd: string, show: Show): Promise<{ code: number; output: string }> {
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
