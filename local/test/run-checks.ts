/** Runs the steps of `npm test` and counts the results. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import pc from "picocolors";
import { type Check, VITEST } from "./checks.ts";
import { scratchFolder } from "./scratch-folder.ts";
import { type Counts, readReport, slowestFiles } from "./vitest-report.ts";

/** A step names this many of its slowest test files. */
const SLOW_FILES = 3;
const KEYS = ["passed", "failed", "skipped"] as const;

/** Writes the output of a step: at once, or whole when the step ends. */
type Show = "live" | "at-end";

/** A step, or a part of its test files. */
interface Work {
  step: Check;
  /** As Vitest's `--shard` wants it, for example `1/3`; null for all files. */
  part: string | null;
}

/**
 * Runs the steps on two cores: the steps of the lane `main` begin on one, and each core that is free takes the next step
 * of the lane `beside`. The output of the first core is live.
 * @param filters parts of test file paths; all files when empty
 * @returns sums over all steps; the steps after a failed one run too
 */
export async function runChecks(steps: Check[], root: string, filters: string[]): Promise<Counts> {
  const sum: Counts = { passed: 0, failed: 0, skipped: 0 };
  mkdirSync(join(root, "node_modules", ".cache", "jobdata"), { recursive: true });
  const worksOf = (lane: Check["lane"]) =>
    steps.filter((step) => step.lane === lane).flatMap((step) => partsOf(step, filters));
  const waiting = worksOf("beside");
  const scratch = scratchFolder();
  process.once("exit", scratch.remove);
  const runAll = async (own: Work[], show: Show) => {
    for (let work = own.shift() ?? waiting.shift(); work; work = own.shift() ?? waiting.shift()) {
      const counts = await runWork(work, { root, scratch: scratch.path }, filters, show);
      for (const key of KEYS) sum[key] += counts[key];
    }
  };
  try {
    await Promise.all([runAll(worksOf("main"), "live"), runAll([], "at-end")]);
    await runAll(worksOf("alone"), "live");
  } finally {
    process.off("exit", scratch.remove);
    scratch.remove();
  }
  process.stdout.write("\n");
  return sum;
}

/** Chosen files are few, and run in one part. */
function partsOf(step: Check, filters: string[]): Work[] {
  const count = filters.length > 0 ? 1 : (step.parts ?? 1);
  return Array.from({ length: count }, (_, at) => ({ step, part: count > 1 ? `${at + 1}/${count}` : null }));
}

interface Place {
  root: string;
  /** Temporary files of the checks lie here. */
  scratch: string;
}

async function runWork({ step, part }: Work, place: Place, filters: string[], show: Show): Promise<Counts> {
  const startedAt = Date.now();
  const name = part === null ? step.name : `${step.name} ${part}`;
  const heading = pc.bold(`\n${name}: ${step.title}\n`);
  if (show === "live") process.stdout.write(heading);
  const { counts, output } = step.vitestProject
    ? await runVitest(step.vitestProject, part, place, filters, show)
    : await runCommands(step.commands, place);
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  const mark = counts.failed === 0 ? pc.green("✓") : pc.red("✗");
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
  process.stdout.write(
    `${show === "live" ? "" : heading}${output}${mark} ${name} ${pc.dim(
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

async function runCommands(commands: string[][], place: Place): Promise<StepResult> {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  let shown = "";
  for (const words of commands) {
    const { code, output } = await runNode(words, place, "at-end");
    if (code === 0) counts.passed += 1;
    else {
      counts.failed += 1;
      shown += `${pc.red(`node ${words.join(" ")} ended with code ${code}`)}\n${output.trim()}\n`;
    }
  }
  return { counts, output: shown };
}

async function runVitest(
  project: string,
  part: string | null,
  place: Place,
  filters: string[],
  show: Show,
): Promise<StepResult> {
  const folder = mkdtempSync(join(tmpdir(), "jobdata-test-"));
  const file = join(folder, "report.json");
  const shard = part === null ? [] : [`--shard=${part}`];
  const flags = [
    ...shard,
    `--project=${project}`,
    `--project=${project}:*`,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
  ];
  try {
    const { code, output } = await runNode([VITEST, "run", ...flags, ...filters], place, show);
    const report = readOrNull(file);
    const slowest = slowestFiles(report, SLOW_FILES)
      .map((it) => `${relative(place.root, it.file)} ${it.seconds.toFixed(1)} s`)
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
function runNode(
  words: string[],
  { root, scratch }: Place,
  show: Show,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, {
      cwd: root,
      env: {
        ...process.env,
        TMPDIR: scratch,
        WRANGLER_SEND_METRICS: "false",
        WRANGLER_HIDE_BANNER: "true",
        // Miniflare would ask a server on the internet at each start, and wait for it where that is blocked.
        CLOUDFLARE_CF_FETCH_ENABLED: "false",
      },
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
