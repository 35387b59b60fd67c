/** The folder in which a stack keeps everything. A file in it says that the launcher made it. */
import {
  accessSync,
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "../../shared/errors/message-of.ts";
import { StartError } from "./errors.ts";
import { describeProcess, findProcesses, signal } from "./processes.ts";

const MARKER = ".jobdata";
const LOCK = "launcher.json";
const SUBFOLDERS = ["clickhouse", "wrangler", "registry", "cache", "config", "logs", "mail"] as const;
/** Parts of a launcher that died end themselves within this time; see guard.ts. */
const OLD_STACK_MS = 10_000;
/** A launcher whose npm was killed notices within this time. */
const OLD_LAUNCHER_MS = 3000;
const POLL_MS = 100;

export type Folder = (typeof SUBFOLDERS)[number];

export class DataDir {
  /** Real path: what marks the processes of this stack. */
  readonly path: string;

  /**
   * Opens or makes the folder.
   * @throws StartError when it cannot be made or written, or holds something else, so that nothing of anybody is written over or emptied
   */
  constructor(path: string) {
    try {
      mkdirSync(path, { recursive: true });
      this.path = realpathSync(path);
      const marker = join(this.path, MARKER);
      if (!existsSync(marker)) {
        if (readdirSync(this.path).length > 0) {
          throw new StartError(
            `--data ${path}: is not empty and was not made by the launcher (it has no ${MARKER} file); choose another folder`,
          );
        }
        writeFileSync(marker, "Data of a local JobData stack. `npm start -- --fresh` empties this folder.\n");
      }
      accessSync(this.path, constants.R_OK | constants.W_OK | constants.X_OK);
    } catch (error) {
      if (error instanceof StartError) throw error;
      throw new StartError(`--data ${path}: cannot be used: ${messageOf(error)}`, error);
    }
  }

  /** Makes the folders inside. */
  prepare(): void {
    for (const name of SUBFOLDERS) mkdirSync(this.folder(name), { recursive: true, mode: 0o700 });
  }

  /** Deletes all data, secrets too. */
  empty(): void {
    for (const name of readdirSync(this.path)) {
      if (name !== MARKER && name !== LOCK) rmSync(join(this.path, name), { recursive: true, force: true });
    }
  }

  folder(name: Folder): string {
    return join(this.path, name);
  }

  /**
   * Takes the folder for this launcher, once what a dead one left running is gone.
   * @param onWait told once when there is something to wait for
   * @throws StartError when another launcher is at work here
   */
  async take(onWait: (what: string) => void): Promise<void> {
    await this.#lock();
    const left = () => findProcesses((marker) => marker.startsWith(`${this.path}#`));
    const untilRest = Date.now() + OLD_STACK_MS;
    let told = false;
    for (let rest = left(); rest.length > 0; rest = left()) {
      if (!told) onWait(`ending ${rest.length} processes that an earlier start left`);
      told = true;
      if (Date.now() > untilRest) for (const pid of rest) signal(pid, "SIGKILL");
      await sleep(POLL_MS);
    }
  }

  release(): void {
    rmSync(join(this.path, LOCK), { force: true });
  }

  /** Of many launchers that start at once one gets the folder: a link is made whole or not at all. */
  async #lock(): Promise<void> {
    const lock = join(this.path, LOCK);
    const own = `${lock}.${process.pid}`;
    const untilLauncher = Date.now() + OLD_LAUNCHER_MS;
    writeFileSync(own, JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) }));
    try {
      while (!tryLink(own, lock)) {
        const other = readLock(lock);
        if (!other || !isSame(other)) removeDead(lock);
        else if (Date.now() > untilLauncher) {
          throw new StartError(
            `--data ${this.path}: is in use by another npm start, ${describeProcess(other.pid)}; end it, or choose another --data and --ports`,
          );
        } else await sleep(POLL_MS);
      }
    } finally {
      rmSync(own, { force: true });
    }
  }
}

interface Holder {
  pid: number;
  /** Tells a process from a later one with the same number; null where the system does not say. */
  startedAt: string | null;
}

/** @returns false when somebody was first */
function tryLink(own: string, lock: string): boolean {
  try {
    linkSync(own, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Puts a dead launcher's lock away; one that another launcher made in that moment is put back. */
function removeDead(lock: string): void {
  const aside = `${lock}.${process.pid}.old`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  const holder = readLock(aside);
  if (holder && isSame(holder)) renameSync(aside, lock);
  else rmSync(aside);
}

function readLock(path: string): Holder | null {
  try {
    const { pid, startedAt } = JSON.parse(readFileSync(path, "utf8"));
    return Number.isInteger(pid) && pid !== process.pid ? { pid, startedAt: startedAt ?? null } : null;
  } catch {
    return null; // None, or cut short by a crash: either way nobody holds it.
  }
}

function isSame({ pid, startedAt }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  return startedAt === startOf(pid);
}

/** Field 22 of `/proc/<pid>/stat`: start time in clock ticks since boot. The name before it may hold spaces. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}
