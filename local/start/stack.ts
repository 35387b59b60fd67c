/** The programs of the local stack: their commands and flags, and the order in which they start and end. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import { installChrome } from "../chrome/install.ts";
import { Api } from "./api.ts";
import { type ClickHouseTarget, clickHouseTarget } from "./clickhouse-target.ts";
import { buildDashboard } from "./dashboard-build.ts";
import type { DataDir } from "./data-dir.ts";
import { StartError } from "./errors.ts";
import { ManagedProcess } from "./managed-process.ts";
import type { StartOptions } from "./options.ts";
import { markerOf, PROCESS_MARKER } from "./processes.ts";
import type { Screen } from "./screen.ts";
import { readSecrets, type Secrets, signKeysOf } from "./secrets.ts";
import { toEnvFile, workerVars } from "./worker-vars.ts";

const WRANGLER = join("node_modules", "wrangler", "bin", "wrangler.js");

interface Program {
  name: string;
  /** Path from the project's root. */
  script: string;
  /** Arguments before the flags. */
  words?: string[];
  flags?: Record<string, string | number | boolean>;
  env?: Record<string, string>;
  /** Working folder; the project's root when left out. */
  cwd?: string;
}

export interface StackChoice {
  root: string;
  options: StartOptions;
  dataDir: DataDir;
  screen: Screen;
  env: NodeJS.ProcessEnv;
}

export class Stack {
  readonly secrets: Secrets;
  readonly clickhouse: ClickHouseTarget;
  readonly api: Api;
  readonly workerUrl: string;
  readonly dashboardUrl: string;
  readonly #choice: StackChoice;
  readonly #processes: ManagedProcess[] = [];
  readonly #failed = Promise.withResolvers<never>();
  #stopping = false;

  /** @throws StartError for damaged secrets or malformed variables */
  constructor(choice: StackChoice) {
    const { options, dataDir, env } = choice;
    this.#choice = choice;
    this.secrets = readSecrets(dataDir.path);
    this.clickhouse = clickHouseTarget(env, options.ports.clickhouse, this.secrets.CLICKHOUSE_PASSWORD);
    this.workerUrl = `http://127.0.0.1:${options.ports.worker}`;
    this.dashboardUrl = `http://127.0.0.1:${options.ports.dashboard}`;
    this.api = new Api(this.workerUrl);
    this.failed.catch(() => {});
  }

  /** Rejects when a program ends before `stop` or `kill`. */
  get failed(): Promise<never> {
    return this.#failed.promise;
  }

  /** Starts every program as soon as its dependencies are ready; resolves when all are ready. */
  async start(): Promise<void> {
    const { screen } = this.#choice;
    const database = this.#startDatabase();
    const d1 = screen.step("D1 migrations", () => this.#migrateD1());
    const browser = screen.step(
      "Browser",
      () => this.#prepareBrowser(),
      (chrome) => chrome?.source ?? "Wrangler's own",
    );
    const build = screen.step(
      "Dashboard build",
      () => this.#buildDashboard(),
      (built) => (built ? "" : "unchanged"),
    );
    await Promise.all([
      screen.step("Job boards", () => this.#startBoards()),
      screen.step("Mail catcher", () => this.#startMail()),
      Promise.all([browser, database, d1]).then(([chrome]) =>
        screen.step("Edge Worker", () => this.#startWorker(chrome?.env ?? {})),
      ),
      build.then(() => screen.step("Dashboard", () => this.#startDashboard())),
    ]);
  }

  /** Ends all programs. ClickHouse ends last, so that the writes of the Worker are not cut off. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(
      this.#processes.filter(({ name }) => name !== "clickhouse").map((child) => child.stop()),
    );
    await Promise.all(this.#processes.map((child) => child.stop()));
  }

  /** Kills all programs at once. */
  kill(): void {
    this.#stopping = true;
    for (const child of this.#processes) child.kill();
  }

  async #startDatabase(): Promise<void> {
    const { screen, options } = this.#choice;
    const { url, user, password, database, own } = this.clickhouse;
    const env = {
      CLICKHOUSE_URL: url,
      CLICKHOUSE_USER: user,
      CLICKHOUSE_PASSWORD: password,
      CLICKHOUSE_DATABASE: database,
    };
    const isUp = () => answersAt(`${url}/ping`);
    if (own) {
      await screen.step("ClickHouse", async () => {
        const flags = {
          "data-dir": this.#choice.dataDir.folder("clickhouse"),
          port: options.ports.clickhouse,
          user,
          database,
        };
        await this.#run({ name: "clickhouse", script: "local/clickhouse/main.ts", flags, env }).ready(isUp);
      });
    } else if (!(await isUp())) {
      throw new StartError(`CLICKHOUSE_URL: ${new URL(url).host} does not answer`);
    }
    await screen.step(
      "ClickHouse migrations",
      () => this.#runToEnd({ name: "migrate-clickhouse", script: "migrations/clickhouse/runner.ts", env }),
      (words) => words.trim().split("\n").at(-1) ?? "",
    );
  }

  #startBoards(): Promise<void> {
    const { corpus, ports } = this.#choice.options;
    const boards = PLATFORMS.map((platform) => ports[platform]);
    const flags = { ports: boards.join(","), ...(corpus !== null && { corpus }) };
    // In the environment, because a process list shows flags.
    const env = signKeysOf(this.secrets);
    const child = this.#run({ name: "job-boards", script: "local/job-boards/main.ts", flags, env });
    return child.ready(async () => (await Promise.all(boards.map(isListening))).every(Boolean));
  }

  #startMail(): Promise<void> {
    const { dataDir, options } = this.#choice;
    const port = options.ports.mail;
    const flags = { port, dir: dataDir.folder("mail") };
    return this.#run({ name: "mail", script: "local/mail/main.ts", flags }).ready(() => isListening(port));
  }

  #prepareBrowser() {
    const { dataDir } = this.#choice;
    return installChrome(dataDir.folder("cache"), { [PROCESS_MARKER]: markerOf(dataDir.path, "worker") });
  }

  async #migrateD1(): Promise<void> {
    await this.#runToEnd({
      name: "migrate-d1",
      script: "local/start/migrate-d1.ts",
      flags: { "persist-to": this.#choice.dataDir.folder("wrangler") },
    });
  }

  #buildDashboard(): Promise<boolean> {
    const { root } = this.#choice;
    return buildDashboard(root, async () => {
      const script = join("node_modules", "vite", "bin", "vite.js");
      await this.#runToEnd({ name: "build-dashboard", script, words: ["build"], cwd: join(root, "pages") });
    });
  }

  async #startWorker(browserEnv: Record<string, string>): Promise<void> {
    const { dataDir, options } = this.#choice;
    // The browsers of an earlier start ended with it; without this the broker would wait until their leases expire.
    rmSync(join(dataDir.folder("wrangler"), "v3", "do", "jobdata-BrowserBroker"), {
      recursive: true,
      force: true,
    });
    const envFile = join(dataDir.path, "worker.env");
    writeFileSync(envFile, toEnvFile(workerVars(options.ports, this.secrets, this.clickhouse)), {
      mode: 0o600,
    });
    const flags = {
      ip: "127.0.0.1",
      port: options.ports.worker,
      "inspector-port": 0,
      "env-file": envFile,
      "persist-to": dataDir.folder("wrangler"),
      "show-interactive-dev-session": false,
    };
    const worker = this.#run({ name: "worker", script: WRANGLER, words: ["dev"], flags, env: browserEnv });
    await worker.ready(() => this.api.isHealthy());
  }

  async #startDashboard(): Promise<void> {
    const { dataDir, options, root } = this.#choice;
    const flags = {
      ip: "127.0.0.1",
      port: options.ports.dashboard,
      "inspector-port": 0,
      "persist-to": dataDir.folder("wrangler"),
      "show-interactive-dev-session": false,
    };
    const cwd = join(root, "pages");
    const dashboard = this.#run({ name: "dashboard", script: WRANGLER, words: ["pages", "dev"], flags, cwd });
    await dashboard.ready(() => answersAt(this.dashboardUrl));
  }

  /** Variables of every program. The user's own Cloudflare log-in, cache and registry are not used. */
  #env(more: Record<string, string>): Record<string, string | undefined> {
    const { dataDir, env } = this.#choice;
    return {
      ...env,
      NO_COLOR: "1",
      FORCE_COLOR: undefined,
      XDG_CONFIG_HOME: dataDir.folder("config"),
      WRANGLER_REGISTRY_PATH: dataDir.folder("registry"),
      WRANGLER_LOG_PATH: join(dataDir.folder("logs"), "wrangler"),
      WRANGLER_SEND_METRICS: "false",
      WRANGLER_HIDE_BANNER: "true",
      // Traces of every invocation cost a third of workerd's CPU, and nothing here reads them.
      X_LOCAL_OBSERVABILITY: "false",
      // The place of this machine would be asked of a server on the internet at each start.
      CLOUDFLARE_CF_FETCH_ENABLED: "false",
      CLOUDFLARE_LOAD_DEV_VARS_FROM_DOT_ENV: "true",
      CLOUDFLARE_INCLUDE_PROCESS_ENV: "false",
      ...more,
    };
  }

  /** Starts a program that keeps running; its end before `stop` or `kill` is a failure of the stack. */
  #run(program: Program): ManagedProcess {
    const child = this.#spawn(program);
    child.ended.then(() => {
      if (child.failed) this.#failed.reject(child.failure());
    });
    return child;
  }

  /**
   * Runs a program to its end and returns its output.
   * @throws StartError with the end of its log when its exit code is not 0
   */
  async #runToEnd(program: Program): Promise<string> {
    const child = this.#spawn(program);
    if ((await child.ended) !== 0) throw child.failure();
    return readFileSync(child.logFile, "utf8");
  }

  #spawn({ name, script, words = [], flags = {}, env = {}, cwd }: Program): ManagedProcess {
    // During a stop no new program may start.
    if (this.#stopping) throw new StartError("stopped");
    const { dataDir, root } = this.#choice;
    const child = new ManagedProcess({
      name,
      dataDir: dataDir.path,
      command: process.execPath,
      args: [
        join(root, script),
        ...words,
        ...Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`),
      ],
      cwd: cwd ?? root,
      env: this.#env(env),
    });
    this.#processes.push(child);
    return child;
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
  });
}

async function answersAt(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5000) }).catch(() => null);
  await response?.body?.cancel();
  return response?.ok ?? false;
}
