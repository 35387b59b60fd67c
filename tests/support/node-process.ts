/** Crawler nodes as their owners run them: a process each, with a key of its own and a folder of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("../../clients/crawler-node/src/main.ts", import.meta.url));

export interface NodeProcess {
  /** All it wrote so far: one JSON object a line. */
  lines(): Record<string, unknown>[];
  output(): string;
  /** Exit code; null when a signal ended it. */
  ended: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
}

export interface NodeHome {
  dataDir: string;
  remove(): Promise<void>;
}

export async function nodeHome(): Promise<NodeHome> {
  const dataDir = await mkdtemp(join(tmpdir(), "jobdata-node-"));
  return { dataDir, remove: () => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }) };
}

/** @param flags besides --data */
export function startNode(
  { dataDir }: NodeHome,
  env: { api: string; key: string; signKey: string },
  flags: string[] = [],
): NodeProcess {
  const child: ChildProcess = spawn(process.execPath, [SCRIPT, "--data", dataDir, ...flags], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH,
      HOME: dataDir,
      JOBDATA_API: env.api,
      JOBDATA_KEY: env.key,
      QCWY_SIGN_KEY: env.signKey,
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  return {
    output: () => output,
    lines: () =>
      output.split("\n").flatMap((line) => {
        try {
          return [JSON.parse(line) as Record<string, unknown>];
        } catch {
          return [];
        }
      }),
    ended: new Promise((resolve) => child.once("close", (code) => resolve(code))),
    kill: (signal) => void child.kill(signal),
  };
}
