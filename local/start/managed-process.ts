/** One program of the stack: started under a guard, its output in a log file, ended with everything it started. */
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
  /** Resolves with the exit code when the program ended, however it did. */
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
      // A group of its own: Ctrl-C in the terminal reaches the launcher only, which ends all in order.
      detached: true,
      stdio: ["pipe", log, log],
    });
    closeSync(log);
    // Broken when the guard is gone already.
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

  /** True when it ended without being asked to. */
  get failed(): boolean {
    return this.#exitCode !== null && !this.#asked;
  }

  /**
   * Polls until `isReady` answers true.
   * @throws StartError when the program ends first or takes too long; the message holds its last words
   */
  async ready(isReady: () => Promise<boolean>, timeoutMs = READY_TIMEOUT_MS): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!(await isReady())) {
      if (this.#exitCode !== null) throw this.failure();
      if (Date.now() > deadline) {
        throw new StartError(`${this.name} was not ready after ${timeoutMs / 1000} s${this.#lastWords()}`);
      }
      await sleep(POLL_MS);
    }
  }

  failure(): StartError {
    return new StartError(`${this.name} ended with code ${this.#exitCode}${this.#lastWords()}`);
  }

  /** Resolves when the program and all it started are gone. */
  async stop(): Promise<void> {
    this.#asked = true;
    this.#guard.stdin?.end();
    await this.ended;
  }

  /** At once, without asking. */
  kill(): void {
    this.#asked = true;
    for (const pid of findProcesses((marker) => marker === this.#marker)) signal(pid, "SIGKILL");
  }

  #lastWords(): string {
    const lines = readFileSync(this.logFile, "utf8").trim().split("\n").slice(-LAST_LINES);
    return `; the end of ${this.logFile}:\n${lines.map((line) => `  ${line}`).join("\n")}`;
  }
}
