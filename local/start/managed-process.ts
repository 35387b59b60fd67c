/** One program of the stack. It runs under a guard, writes its output to a log file and ends with all its child processes. */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { StartError } from "./errors.ts";
import { findProcesses, markerOf, PROCESS_MARKER, signal } from "./processes.ts";

const GUARD = fileURLToPath(new URL("./guard.ts", import.meta.url));
const POLL_MS = 100;
const READY_TIMEOUT_MS = 120_000;
const LAST_LINES = 12;

export interface ManagedProcessOptions {
  name: string;
  dataDir: string;
  command: string;
  args: string[];
  cwd: string;
  env: Record<string, string | undefined>;
}

export class ManagedProcess {
  readonly name: string;
  readonly logFile: string;
  /** Resolves with the exit code when the program has ended for any reason. */
  readonly ended: Promise<number>;
  readonly #marker: string;
  readonly #guard: ChildProcess;
  #exitCode: number | null = null;
  #asked = false;

  constructor({ name, dataDir, command, args, cwd, env }: ManagedProcessOptions) {
    this.name = name;
    this.logFile = join(dataDir, "logs", `${name}.log`);
    this.#marker = markerOf(dataDir, name);
    if (existsSync(this.logFile)) renameSync(this.logFile, `${this.logFile}.1`);
    const log = openSync(this.logFile, "a", 0o600);
    this.#guard = spawn(process.execPath, [GUARD, command, ...args], {
      cwd,
      env: { ...env, [PROCESS_MARKER]: this.#marker },
      // In a process group of its own: Ctrl-C in the terminal reaches only the launcher, which ends all in order.
      detached: true,
      stdio: ["pipe", log, log],
    });
    closeSync(log);
    // The pipe breaks when the guard has already ended.
    this.#guard.stdin?.on("error", () => {});
    this.ended = new Promise((resolve) => {
      const end = (code: number | null) => {
        this.#exitCode = code ?? 1;
        resolve(this.#exitCode);
      };
      this.#guard.once("error", () => end(127));
      this.#guard.once("exit", end);
    });
  }

  /** True when it ended without a call of `stop` or `kill`. */
  get failed(): boolean {
    return this.#exitCode !== null && !this.#asked;
  }

  /**
   * Polls until `isReady` resolves with true.
   * @throws StartError when the program ends first or takes too long; the message contains the end of its log
   */
  async ready(isReady: () => Promise<boolean>, timeoutMs = READY_TIMEOUT_MS): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!(await isReady())) {
      if (this.#exitCode !== null) throw this.failure();
      if (Date.now() > deadline) {
        throw new StartError(`${this.name} was not ready after ${timeoutMs / 1000} s${this.#logTail()}`);
      }
      await sleep(POLL_MS);
    }
  }

  failure(): StartError {
    return new StartError(`${this.name} ended with code ${this.#exitCode}${this.#logTail()}`);
  }

  /** Resolves when the program and all its child processes have ended. */
  async stop(): Promise<void> {
    this.#asked = true;
    this.#guard.stdin?.end();
    await this.ended;
  }

  /** Kills the program and its child processes at once. */
  kill(): void {
    this.#asked = true;
    for (const pid of findProcesses((marker) => marker === this.#marker)) signal(pid, "SIGKILL");
  }

  #logTail(): string {
    const lines = readFileSync(this.logFile, "utf8").trim().split("\n").slice(-LAST_LINES);
    return `; the end of ${this.logFile}:\n${lines.map((line) => `  ${line}`).join("\n")}`;
  }
}
