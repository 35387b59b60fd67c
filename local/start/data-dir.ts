/** The folder with all data of a stack. A file in it marks it as created by the launcher. */
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
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "../../shared/errors/message-of.ts";
import { StartError } from "./errors.ts";
import { describeProcess, findProcesses, isAlive, signal } from "./processes.ts";

const MARKER = ".jobdata";
const LOCK = "launcher.json";
const SUBFOLDERS = ["clickhouse", "wrangler", "registry", "cache", "config", "logs", "mail"] as const;
/** The processes of a launcher that died end within this time, see guard.ts. */
const OLD_STACK_MS = 10_000;
/** A launcher notices within this time that its npm was killed. */
const OLD_LAUNCHER_MS = 3000;
const POLL_MS = 100;

export type Folder = (typeof SUBFOLDERS)[number];

export class DataDir {
  /** Real path, which is part of the marker of the processes of this stack. */
  readonly path: string;

  /**
   * Opens or creates the folder.
   * @throws StartError when it cannot be created or written, or when it has other contents, which must not be overwritten or deleted
   */
  constructor(path: string) {
    try {
      makeFolder(path);
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
      throw new StartError(`--data ${path}: cannot be used: ${reasonOf(error)}`, error);
    }
  }

  /** Creates the folders inside. */
  prepare(): void {
    for (const name of SUBFOLDERS) mkdirSync(this.folder(name), { recursive: true, mode: 0o700 });
  }

  /** Deletes all data, including the secrets. */
  empty(): void {
    for (const name of readdirSync(this.path)) {
      if (name !== MARKER && name !== LOCK) rmSync(join(this.path, name), { recursive: true, force: true });
    }
  }

  folder(name: Folder): string {
    return join(this.path, name);
  }

  /**
   * Locks the folder for this launcher after the processes of an earlier launcher that died have ended.
   * @param onWait called once when there is something to wait for
   * @throws StartError when another launcher uses the folder
   */
  async take(onWait: (what: string) => void): Promise<void> {
    await this.#lock();
    const left = () => findProcesses((marker) => marker.startsWith(`${this.path}#`));
    const untilRest = Date.now() + OLD_STACK_MS;
    let reported = false;
    for (let rest = left(); rest.length > 0; rest = left()) {
      if (!reported) onWait(`ending ${rest.length} processes that an earlier start left`);
      reported = true;
      if (Date.now() > untilRest) for (const pid of rest) signal(pid, "SIGKILL");
      await sleep(POLL_MS);
    }
  }

  release(): void {
    rmSync(join(this.path, LOCK), { force: true });
  }

  /** Creating a link is atomic, so only one of several launchers that start at once gets the folder. */
  async #lock(): Promise<void> {
    const lock = join(this.path, LOCK);
    const ownLock = `${lock}.${process.pid}`;
    const untilLauncher = Date.now() + OLD_LAUNCHER_MS;
    writeFileSync(ownLock, JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) }));
    try {
      while (!tryLink(ownLock, lock)) {
        const other = readLock(lock);
        if (!other || !isSame(other)) removeDead(lock);
        else if (Date.now() > untilLauncher) {
          throw new StartError(
            `--data ${this.path}: is in use by another npm start, ${describeProcess(other.pid)}; end it, or choose another --data and --ports`,
          );
        } else await sleep(POLL_MS);
      }
    } finally {
      rmSync(ownLock, { force: true });
    }
  }
}

/** Makes the missing folders one by one: Node's recursive form never ends below /proc (seen with Node 24.21). */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  mkdirSync(path);
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "EROFS") return "it is on a read-only file system";
  if (code === "EACCES" || code === "EPERM") return "it may not be written by this user";
  if (code === "ENOSPC") return "the disk is full";
  return messageOf(error);
}

interface Holder {
  pid: number;
  /** Start time of the process, which distinguishes it from a later one with the same number; null where the system reports none. */
  startedAt: string | null;
}

/** @returns false when another launcher was first */
function tryLink(ownLock: string, lock: string): boolean {
  try {
    linkSync(ownLock, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Removes the lock of a dead launcher; a lock that another launcher created meanwhile is put back. */
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
    return null; // There is no lock, or a crash cut it off: no launcher holds it.
  }
}

const isSame = ({ pid, startedAt }: Holder): boolean => isAlive(pid) && startedAt === startOf(pid);

/** Field 22 of `/proc/<pid>/stat`: start time in clock ticks since boot. The name before it may hold spaces. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}
