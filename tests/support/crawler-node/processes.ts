/** Runs crawler nodes as their owners do: each is a process with its own key and data folder. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findChromium } from "../../../local/chrome/install.ts";
import { SIGN_KEY, type System } from "../system.ts";

const BIN = fileURLToPath(new URL("../../../clients/crawler-node/bin/jobdata-node.mjs", import.meta.url));

/** This node is registered at the API. Its data folder outlives its processes. */
export interface RegisteredNode {
  id: string;
  key: string;
  data: string;
  /** Removes the data folder. */
  remove(): Promise<void>;
}

export type NodeLine = { message: string; level: string; time: string } & Record<string, unknown>;

export interface NodeProcess {
  /** Returns the log so far. */
  lines(): NodeLine[];
  /** Returns everything that the process wrote so far, standard error included. */
  output(): string;
  /** Resolves with the exit code; null when a signal ended the process. */
  ended: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
}

export async function registerNode(system: System, name: string): Promise<RegisteredNode> {
  const body = { name, labels: [] };
  const { node, key } = await system.api<{ node: { id: string }; key: string }>("/nodes", { body });
  const data = await mkdtemp(join(tmpdir(), `jobdata-${name}-`));
  const remove = () => rm(data, { recursive: true, force: true, maxRetries: 5 });
  return { id: node.id, key, data, remove };
}

/** These variables let a node find the Chromium of the tests. */
export async function chromiumVariables(): Promise<Record<string, string>> {
  const { path, env } = await findChromium();
  return { ...env, CHROMIUM_PATH: path };
}

/**
 * @param api address of the API as this node reaches it
 * @param flags besides --data
 */
export function startNode(
  { key, data }: RegisteredNode,
  api: string,
  flags: string[] = [],
  variables: Record<string, string> = {},
): NodeProcess {
  const child: ChildProcess = spawn(process.execPath, [BIN, "--data", data, ...flags], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH,
      HOME: data,
      JOBDATA_API: api,
      JOBDATA_KEY: key,
      QCWY_SIGN_KEY: SIGN_KEY,
      ...variables,
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
          return [JSON.parse(line) as NodeLine];
        } catch {
          return [];
        }
      }),
    ended: new Promise((resolve) => child.once("close", (code) => resolve(code))),
    kill: (signal) => void child.kill(signal),
  };
}
