/** Crawler nodes as processes of their own, started as a user starts them. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { findChromium } from "../../local/chrome/install.ts";
import { SIGN_KEY, type System, until } from "./system.ts";

const BIN = new URL("../../clients/crawler-node/bin/jobdata-node.mjs", import.meta.url).pathname;

export type NodeLine = { message: string; level: string; time: string } & Record<string, unknown>;

export interface RunningNode {
  id: string;
  pid: number;
  /** Its log so far. */
  lines: NodeLine[];
  /** Of the process; null while it runs, a signal's name when that ended it. */
  exit(): number | string | null;
  /** Waits for a line. */
  saw(message: string, matches?: (line: NodeLine) => boolean): Promise<NodeLine>;
  /** @returns exit code, or the signal's name */
  end(signal: NodeJS.Signals): Promise<number | string>;
}

export interface NodeChoice {
  name: string;
  /** Flags. */
  args?: string[];
  /** In place of the system's own address. */
  api?: string;
  /** Of an earlier start of the same node. */
  again?: { id: string; key: string; data: string };
}

export interface Nodes {
  start(choice: NodeChoice): Promise<RunningNode & { key: string; data: string }>;
  /** Kills what still runs and removes the data folders. */
  close(): Promise<void>;
}

export async function crawlerNodes(system: System): Promise<Nodes> {
  const { url } = await system.harness.listen();
  const chromium = await findChromium();
  const children: ChildProcess[] = [];
  const folders: string[] = [];

  async function register(name: string) {
    const body = { name, labels: [] };
    const { node, key } = await system.api<{ node: { id: string }; key: string }>("/nodes", { body });
    const data = await mkdtemp(join(tmpdir(), `jobdata-${name}-`));
    folders.push(data);
    return { id: node.id, key, data };
  }

  return {
    async start({ name, args = [], api, again }) {
      const { id, key, data } = again ?? (await register(name));
      const child = spawn(process.execPath, [BIN, "--data", data, ...args], {
        stdio: ["ignore", "pipe", "pipe"],
        env: {
          ...process.env,
          ...chromium.env,
          JOBDATA_API: api ?? url.origin,
          JOBDATA_KEY: key,
          QCWY_SIGN_KEY: SIGN_KEY,
          CHROMIUM_PATH: chromium.path,
        },
      });
      children.push(child);
      const lines: NodeLine[] = [];
      let errors = "";
      createInterface({ input: child.stdout }).on("line", (line) => lines.push(JSON.parse(line)));
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        errors += text;
      });
      const exit = () => child.exitCode ?? child.signalCode;
      const running = {
        ...{ id, key, data, lines, exit, pid: child.pid ?? 0 },
        saw: (message: string, matches: (line: NodeLine) => boolean = () => true) =>
          until(`${name} to log ${message}`, async () => {
            const line = lines.find((one) => one.message === message && matches(one));
            if (!line && exit() !== null) throw new Error(`it ended with ${exit()}: ${errors}`);
            return line;
          }),
        async end(signal: NodeJS.Signals) {
          if (exit() === null) {
            const ended = once(child, "exit");
            child.kill(signal);
            await ended;
          }
          return exit() ?? "unknown";
        },
      };
      await running.saw("node.started");
      return running;
    },
    async close() {
      for (const child of children) if (child.exitCode === null) child.kill("SIGKILL");
      await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
    },
  };
}
