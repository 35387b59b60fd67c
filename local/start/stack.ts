/** The programs of the local stack: what each is started with, and in which order they start and end. */
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { installChrome } from "../chrome/install.ts";
import { Api } from "./api.ts";
import { type ClickHouseTarget, clickHouseTarget } from "./clickhouse-target.ts";
import { buildDashboard } from "./dashboard-build.ts";
import type { DataDir } from "./data-dir.ts";
import { StartError } from "./errors.ts";
import type { StartOptions } from "./options.ts";
import { Part, type PartChoice } from "./part.ts";
import { PART, partOf } from "./processes.ts";
import type { Screen } from "./screen.ts";
import { readSecrets, type Secrets } from "./secrets.ts";
import { toEnvFile, workerVars } from "./worker-vars.ts";

const run = promisify(execFile);
const MIGRATION_TIMEOUT_MS = 180_000;

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
  readonly #parts: Part[] = [];
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
    this.api = new Api(this.workerUrl, this.secrets.ADMIN_TOKEN);
    this.failed.catch(() => {});
  }

  /** Rejects when a program ends that nobody asked to end. */
  get failed(): Promise<never> {
    return this.#failed.promise;
  }

  /** Starts everything and resolves when it is ready. What does not depend on each other starts side by side. */
  async start(): Promise<void> {
    const { screen, root } = this.#choice;
    const [, , , browser] = await Promise.all([
      this.#startDatabase(),
      screen.step("Job boards", () => this.#startBoards()),
      screen.step("Mail catcher", () => this.#startMail()),
      screen.step(
        "Browser",
        () => this.#prepareBrowser(),
        (chrome) => chrome?.source ?? "Wrangler's own",
      ),
      screen.step("D1 migrations", () => this.#migrateD1()),
      screen.step(
        "Dashboard build",
        () => buildDashboard(root),
        (built) => (built ? "" : "unchanged"),
      ),
    ]);
    await Promise.all([
      screen.step("Edge Worker", () => this.#startWorker(browser?.env ?? {})),
      screen.step("Dashboard", () => this.#startDashboard()),
    ]);
  }

  /** Ends all programs: the Worker first, so that nothing is cut off while it writes; ClickHouse last. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#parts.filter(({ name }) => name !== "clickhouse").map((part) => part.stop()));
    await Promise.all(this.#parts.map((part) => part.stop()));
  }

  /** At once. */
  kill(): void {
    this.#stopping = true;
    for (const part of this.#parts) part.kill();
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
        await this.#run("clickhouse", "local/clickhouse/main.ts", flags, env).ready(isUp);
      });
    } else if (!(await isUp())) {
      throw new StartError(`CLICKHOUSE_URL: ${new URL(url).host} does not answer`);
    }
    await screen.step(
      "ClickHouse migrations",
      () => this.#runOnce("ClickHouse migrations", ["migrations/clickhouse/runner.ts"], env),
      (words) => words.trim().split("\n").at(-1) ?? "",
    );
  }

  #startBoards(): Promise<void> {
    const { corpus, ports } = this.#choice.options;
    const boards = [ports.boss, ports.qcwy, ports.zhilian];
    const flags = {
      ports: boards.join(","),
      "sign-key": this.secrets.QCWY_SIGN_KEY,
      ...(corpus !== null && { corpus }),
    };
    const part = this.#run("job-boards", "local/job-boards/main.ts", flags);
    return part.ready(async () => (await Promise.all(boards.map(isListening))).every(Boolean));
  }

  #startMail(): Promise<void> {
    const { dataDir, options } = this.#choice;
    const port = options.ports.mail;
    return this.#run("mail", "local/mail/main.ts", { port, dir: dataDir.folder("mail") }).ready(() =>
      isListening(port),
    );
  }

  #prepareBrowser() {
    const { dataDir } = this.#choice;
    return installChrome(dataDir.folder("cache"), { [PART]: partOf(dataDir.path, "worker") });
  }

  async #migrateD1(): Promise<void> {
    const args = [
      "d1",
      "migrations",
      "apply",
      "jobdata",
      "--local",
      "--persist-to",
      this.#choice.dataDir.folder("wrangler"),
    ];
    await this.#runOnce("D1 migrations", [this.#wrangler(), ...args], { CI: "1" });
  }

  async #startWorker(browserEnv: Record<string, string>): Promise<void> {
    const { dataDir, options } = this.#choice;
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
    const worker = this.#run("worker", this.#wrangler(), flags, browserEnv, ["dev"]);
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
    const dashboard = this.#run("dashboard", this.#wrangler(), flags, {}, ["pages", "dev"], cwd);
    await dashboard.ready(() => answersAt(this.dashboardUrl));
  }

  #wrangler(): string {
    return join("node_modules", "wrangler", "bin", "wrangler.js");
  }

  /** Variables of every program. None of the user's own Cloudflare log-in, cache or registry is touched. */
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
      CLOUDFLARE_LOAD_DEV_VARS_FROM_DOT_ENV: "true",
      CLOUDFLARE_INCLUDE_PROCESS_ENV: "false",
      ...more,
    };
  }

  #run(
    name: string,
    script: string,
    flags: Record<string, string | number | boolean>,
    env: Record<string, string> = {},
    words: string[] = [],
    cwd = this.#choice.root,
  ): Part {
    const choice: PartChoice = {
      name,
      dataDir: this.#choice.dataDir.path,
      command: process.execPath,
      args: [
        join(this.#choice.root, script),
        ...words,
        ...Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`),
      ],
      cwd,
      env: this.#env(env),
    };
    // A stop during the start: nothing new may appear behind its back.
    if (this.#stopping) throw new StartError("stopped");
    const part = new Part(choice);
    this.#parts.push(part);
    part.ended.then(() => {
      if (part.failed && !this.#stopping) this.#failed.reject(part.failure());
    });
    return part;
  }

  /** Runs a program to its end and answers what it printed. */
  async #runOnce(title: string, args: string[], env: Record<string, string>): Promise<string> {
    const { root, dataDir } = this.#choice;
    const options = {
      cwd: root,
      env: { ...this.#env(env), [PART]: partOf(dataDir.path, "migrations") },
      timeout: MIGRATION_TIMEOUT_MS,
    };
    return run(process.execPath, args, options).then(
      ({ stdout }) => stdout,
      (error: Error & { stdout?: string; stderr?: string }) => {
        const words = `${error.stdout ?? ""}${error.stderr ?? ""}`.trim() || error.message;
        throw new StartError(`${title}: ${words.slice(-2000)}`);
      },
    );
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
