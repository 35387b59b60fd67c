/** Starts the local ClickHouse in a process of its own, because the engine may abort its process and uses one data directory in each process. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { FaultChange, ServerState } from "./faults.ts";

export interface ClickHouseOptions {
  /** Created when missing; it persists between starts. */
  dataDir: string;
  /** Port on 127.0.0.1; 0 takes a free one. */
  port: number;
  user: string;
  password: string;
  /** Generated at the start. */
  database: string;
}

export interface RunningClickHouse {
  url: string;
  version: string;
  pid: number;
  /** Changes faults (see `FaultSettings`) and returns the state; `{}` changes nothing. */
  control(change: FaultChange): Promise<ServerState>;
  /** Resolves when the process has ended for any reason. */
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Ends in an orderly way: the running query is finished, unless that takes too long. */
  close(): Promise<void>;
  /** Sends SIGKILL, which is equivalent to a crash. */
  kill(): Promise<void>;
}

/** Loading the engine and the first tables takes less than a second; a busy machine may need many times that. */
const START_TIMEOUT_MS = 60_000;
/** A longer query is cut off: its uncommitted data is lost, as after a crash. */
const CLOSE_TIMEOUT_MS = 20_000;

/** @throws Error with the output of the process when it does not start */
export async function startClickHouse(options: ClickHouseOptions): Promise<RunningClickHouse> {
  const { dataDir, port, user, password, database } = options;
  const child = fork(
    fileURLToPath(new URL("./main.ts", import.meta.url)),
    ["--data-dir", dataDir, "--port", String(port), "--user", user, "--database", database],
    {
      env: { ...process.env, CLICKHOUSE_PASSWORD: password },
      execArgv: [],
      stdio: ["ignore", "inherit", "pipe", "ipc"],
    },
  );
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  let words = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    words = (words + text).slice(-4000);
    process.stderr.write(text);
  });
  const ready = once(child, "message", { signal: AbortSignal.timeout(START_TIMEOUT_MS) });
  const first = await Promise.race([
    ready,
    exited.then(({ code, signal }) => {
      throw new Error(words.trim() || `clickhouse: ended at its start (${signal ?? `code ${code}`})`);
    }),
  ]).catch((error: unknown) => {
    ready.catch(() => undefined);
    child.kill("SIGKILL");
    throw error;
  });
  const { url, version } = first[0] as { url: string; version: string };
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  const kill = async () => {
    child.kill("SIGKILL");
    await exited;
  };
  const close = async () => {
    const tooLong = setTimeout(() => child.kill("SIGKILL"), CLOSE_TIMEOUT_MS);
    child.kill("SIGTERM");
    await exited;
    clearTimeout(tooLong);
  };
  return {
    url,
    version,
    pid: child.pid ?? 0,
    exited,
    async control(change) {
      const response = await fetch(`${url}/__control`, {
        method: "POST",
        headers: { authorization },
        body: JSON.stringify(change),
      });
      if (!response.ok) throw new Error(`clickhouse control: ${(await response.text()).trim()}`);
      return (await response.json()) as ServerState;
    },
    close,
    kill,
  };
}
