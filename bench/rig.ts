/** Starts what the benches need (ClickHouse engine, boards, workerd), each in its own process, and ends them together. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ManagedProcess } from "../local/start/managed-process.ts";
import { markerOf } from "../local/start/processes.ts";
import { toEnvFile } from "../local/start/worker-vars.ts";
import type { Platform } from "../shared/contracts/platform.ts";
import type { PlatformSettings } from "../shared/contracts/settings.ts";
import { PLATFORMS } from "../shared/contracts/vocabulary.ts";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
export const PASSWORD = "bench-password";
export const SIGN_KEY = "bench-sign-key";
export const SETUP_TOKEN = "bench-setup-token-0123456789abcdef0123456789";
export const DATABASE = "jobdata";
const AUTH_SECRET = "bench-auth-secret-0123456789abcdef0123456789";

export interface CorpusFlags {
  /** A CSV file; without it postings are generated. */
  file: string | null;
  seed: number;
  size: number;
}

export interface Worker {
  url: string;
  /** Chrome's debugging protocol is served at this URL. */
  inspectorUrl: string;
  /** This text marks the worker's processes; see local/start/processes.ts. */
  marker: string;
  /** Calls a route of bench/worker. */
  call<T>(operation: string, body?: unknown): Promise<T>;
  close(): Promise<void>;
}

export interface WorkerOptions {
  /** The platforms keep production's pace and fetch mode; only their addresses are the boards'. */
  production?: boolean;
  /** Settings of every platform that differ from the bench's. */
  platform?: Partial<PlatformSettings>;
  /** Variables of the process. */
  env?: Record<string, string>;
}

export type BoardUrls = Record<Platform, string>;

export class Rig {
  /** The folder for files of this run; it is deleted with the rig. */
  readonly folder = mkdtempSync(join(tmpdir(), "jobdata-bench-"));
  readonly #processes: ManagedProcess[] = [];
  #clickhouse: Promise<string> | null = null;
  #engine: ManagedProcess | null = null;
  #boards: Promise<BoardUrls> | null = null;
  #workers = 0;
  readonly #data: string;

  /** @param data folder of the engine, which outlives the rig; null for one that does not */
  constructor(data: string | null = null) {
    this.#data = data ?? join(this.folder, "clickhouse");
    mkdirSync(join(this.folder, "logs"));
  }

  /** The engine's URL; started at the first call. */
  clickhouse(): Promise<string> {
    this.#clickhouse ??= this.#startClickHouse();
    return this.#clickhouse;
  }

  boards(corpus: CorpusFlags): Promise<BoardUrls> {
    this.#boards ??= this.#startBoards(corpus);
    return this.#boards;
  }

  /**
   * A new workerd, as `wrangler dev` runs it for `npm start`, with `bench/worker` as its entry and the bindings of
   * the root wrangler.toml, its D1 with its schema. Pace is zero and fetching plain HTTP; the rest is production's.
   * @param storage name of its storage: a worker with the name of an earlier one finds what that one stored
   */
  async worker(
    storage: string,
    boards: BoardUrls | null = null,
    vars: Record<string, string> = {},
    { production = false, platform = {}, env = {} }: WorkerOptions = {},
  ): Promise<Worker> {
    const name = `worker-${++this.#workers}`;
    const [port, inspectorPort] = await Promise.all([freePort(), freePort()]);
    const url = `http://127.0.0.1:${port}`;
    const envFile = join(this.folder, `${name}.env`);
    const settings = Object.fromEntries(
      PLATFORMS.map((name) => [
        name.toUpperCase(),
        JSON.stringify({
          ...(production ? addressesOf : settingsOf)(boards?.[name] ?? "http://127.0.0.1:1"),
          ...platform,
        }),
      ]),
    );
    const all = {
      ENVIRONMENT: "local",
      CLICKHOUSE_URL: await this.clickhouse(),
      CLICKHOUSE_PASSWORD: PASSWORD,
      CLICKHOUSE_DATABASE: DATABASE,
      AUTH_SECRET,
      PUBLIC_URL: "http://127.0.0.1",
      QCWY_SIGN_KEY: SIGN_KEY,
      ...settings,
      ...vars,
    };
    writeFileSync(envFile, toEnvFile(all), { mode: 0o600 });
    const child = this.#runNode(
      name,
      join(ROOT, "node_modules/wrangler/bin/wrangler.js"),
      [
        "dev",
        join(ROOT, "bench/worker/index.ts"),
        `--config=${join(ROOT, "wrangler.toml")}`,
        "--ip=127.0.0.1",
        `--port=${port}`,
        `--inspector-port=${inspectorPort}`,
        `--env-file=${envFile}`,
        `--persist-to=${join(this.folder, storage)}`,
        "--show-interactive-dev-session=false",
      ],
      env,
    );
    await child.ready(async () => (await fetch(`${url}/bench/ping`).catch(() => null))?.ok ?? false);
    const worker: Worker = {
      url,
      inspectorUrl: `http://127.0.0.1:${inspectorPort}`,
      marker: markerOf(this.folder, name),
      async call<T>(operation: string, body: unknown = {}) {
        const response = await fetch(`${url}/bench/${operation}`, {
          method: "POST",
          body: JSON.stringify(body),
        });
        const text = await response.text();
        if (!response.ok)
          throw new Error(`bench worker: ${operation}: ${response.status} ${text.slice(0, 500)}`);
        return JSON.parse(text) as T;
      },
      close: () => child.stop(),
    };
    await worker.call("migrateD1");
    return worker;
  }

  /** Ends everything, the last started first. */
  async close(): Promise<void> {
    for (const child of this.#processes.reverse()) await child.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Kills every process at once. */
  kill(): void {
    for (const child of this.#processes) child.kill();
  }

  /** Stops the engine; what it stored stays. */
  async stopClickHouse(): Promise<void> {
    await this.#engine?.stop();
  }

  /** Starts the engine again after `stopClickHouse`, at the same URL, with what it stored. */
  async restartClickHouse(): Promise<void> {
    await this.#runClickHouse(new URL(await this.clickhouse()).port);
  }

  /**
   * Starts a program that serves HTTP on a port of its own.
   * @param answers path that answers with a good status once the program is ready
   * @returns its URL
   */
  async program(
    name: string,
    command: string,
    args: (port: number) => string[],
    env: Record<string, string>,
    answers: string,
  ): Promise<{ url: string; close(): Promise<void> }> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const close = await this.process(name, command, args(port), env, async () => {
      return (await fetch(url + answers).catch(() => null))?.ok ?? false;
    });
    return { url, close };
  }

  /**
   * Starts a program and waits until it is ready.
   * @returns stops it
   */
  async process(
    name: string,
    command: string,
    args: string[],
    env: Record<string, string>,
    isReady: () => Promise<boolean>,
  ): Promise<() => Promise<void>> {
    const child = this.#run(name, command, args, env);
    await child.ready(isReady);
    return () => child.stop();
  }

  async #startClickHouse(): Promise<string> {
    return this.#runClickHouse(String(await freePort()));
  }

  async #runClickHouse(port: string): Promise<string> {
    const url = `http://127.0.0.1:${port}`;
    this.#engine = this.#runNode(
      "clickhouse",
      join(ROOT, "local/clickhouse/main.ts"),
      [`--data-dir=${this.#data}`, `--port=${port}`, `--database=${DATABASE}`],
      { CLICKHOUSE_PASSWORD: PASSWORD },
    );
    await this.#engine.ready(async () => (await fetch(`${url}/ping`).catch(() => null))?.ok ?? false);
    return url;
  }

  async #startBoards({ file, seed, size }: CorpusFlags): Promise<BoardUrls> {
    const ports = await Promise.all(PLATFORMS.map(freePort));
    const corpus = file === null ? [`--seed=${seed}`, `--size=${size}`] : [`--corpus=${file}`];
    const child = this.#runNode("job-boards", join(ROOT, "local/job-boards/main.ts"), [
      `--ports=${ports.join(",")}`,
      `--sign-key=${SIGN_KEY}`,
      "--boss-open",
      ...corpus,
    ]);
    const urls = Object.fromEntries(
      PLATFORMS.map((platform, index) => [platform, `http://127.0.0.1:${ports[index]}`]),
    ) as BoardUrls;
    await child.ready(
      async () => (await fetch(`${urls.zhilian}/__control/stats`).catch(() => null))?.ok ?? false,
    );
    return urls;
  }

  #runNode(name: string, script: string, args: string[], env: Record<string, string> = {}): ManagedProcess {
    return this.#run(name, process.execPath, [script, ...args], env);
  }

  #run(name: string, command: string, args: string[], env: Record<string, string>): ManagedProcess {
    const child = new ManagedProcess({
      name,
      dataDir: this.folder,
      command,
      args,
      cwd: ROOT,
      env: {
        ...process.env,
        NO_COLOR: "1",
        FORCE_COLOR: undefined,
        XDG_CONFIG_HOME: join(this.folder, "config"),
        WRANGLER_REGISTRY_PATH: join(this.folder, "registry"),
        WRANGLER_LOG_PATH: join(this.folder, "logs", "wrangler"),
        WRANGLER_SEND_METRICS: "false",
        WRANGLER_HIDE_BANNER: "true",
        X_LOCAL_OBSERVABILITY: "false",
        X_LOCAL_EXPLORER: "false",
        CLOUDFLARE_LOAD_DEV_VARS_FROM_DOT_ENV: "true",
        CLOUDFLARE_INCLUDE_PROCESS_ENV: "false",
        ...env,
      },
    });
    this.#processes.push(child);
    return child;
  }
}

const addressesOf = (url: string) => ({
  list_url: url,
  detail_url: url,
  company_url: url,
  dictionary_url: url,
});

function settingsOf(url: string): PlatformSettings {
  return {
    ...addressesOf(url),
    fetch_mode: "http",
    delay_ms: 0,
    jitter_ms: 0,
    concurrency: 8,
    timeout_ms: 30_000,
    early_stop_pages: 0,
    cap_rows: 1000,
    max_parts: 1000,
    max_pages: 100_000,
    repeat_pages: 1,
    breaker_cooldown_ms: 60_000,
    breaker_failures: 5,
    details: "off",
    company_days: 30,
    runs_on: "both",
    node_labels: [],
  };
}

/** Finds a port that is free now; if another program takes it before ours does, the start fails. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
