/** Runs `npm start` as a user does, in the test's own folder and on its own ports. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DataDir } from "../../local/start/data-dir.ts";
import { PORT_SPAN, type Ports, portsFrom } from "../../local/start/ports.ts";
import { copyMigratedFolder } from "./clickhouse/migrated-folder.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface LocalStack {
  ports: Ports;
  dataDir: string;
  /** Returns all that the program printed so far. */
  output(): string;
  /** Resolves with the exit code; null when a signal ended the program. */
  ended: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
  /** Reads the launcher's own key. */
  apiKey(): Promise<string>;
  /** Reads what the program printed for the first sign-in. */
  firstPassword(): string;
}

/** Systems hand out free ports above these, so none is taken between the search and the start. */
const [FIRST_PORT, PORTS_OF_A_WORKER] = [15_000, 5000];

/** Finds consecutive free ports: each is bound once to check that no program uses it; test files at once have others. */
export async function freePortBase(): Promise<number> {
  const worker = Number(process.env.VITEST_POOL_ID ?? 0) % 3;
  for (let attempt = 0; attempt < 50; attempt++) {
    const base =
      FIRST_PORT + worker * PORTS_OF_A_WORKER + Math.floor(Math.random() * (PORTS_OF_A_WORKER - PORT_SPAN));
    const ports = Array.from({ length: PORT_SPAN + 1 }, (_, offset) => base + offset);
    const free = await Promise.all(ports.map(isFree));
    if (free.every(Boolean)) return base;
  }
  throw new Error("no row of free ports found");
}

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });

export const makeDataDir = () => mkdtemp(join(tmpdir(), "jobdata-stack-"));
/** Makes the folder of an earlier start that applied the migrations of ClickHouse and then did nothing. */
export async function makeMigratedDataDir(): Promise<string> {
  const dataDir = new DataDir(await makeDataDir());
  await copyMigratedFolder(dataDir.folder("clickhouse"));
  return dataDir.path;
}
export const removeDataDir = (dataDir: string) =>
  rm(dataDir, { recursive: true, force: true, maxRetries: 5 });

/** @param flags besides --data and --ports */
export function startLocalStack(dataDir: string, base: number, flags: string[]): LocalStack {
  const args = ["local/bootstrap.mjs", "start", "--data", dataDir, "--ports", String(base), ...flags];
  const child: ChildProcess = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  return {
    ports: portsFrom(base),
    dataDir,
    output: () => output,
    ended: new Promise((resolve) => child.once("close", (code) => resolve(code))),
    kill: (signal) => child.kill(signal),
    apiKey: async () => (await readFile(join(dataDir, "api-key"), "utf8")).trim(),
    firstPassword() {
      const password = /^Sign in +admin \/ (\S+)/m.exec(output)?.[1];
      if (!password) throw new Error("no first password was printed");
      return password;
    },
  };
}
