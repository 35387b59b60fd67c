/**
 * The folder of temporary files for a run of the tests: in memory where there is room. The databases of the tests flush
 * each commit to the disk, and a disk takes milliseconds for that, some hundred thousand times; a crash of the machine, for
 * which they do it, ends the tests anyway.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { freemem, tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive } from "../start/processes.ts";

/** Linux keeps the files of this folder in memory. */
const IN_MEMORY = "/dev/shm";
/** `TMPFS_MAGIC` of linux/magic.h. */
const TMPFS = 0x01021994;
/** The files of a run are some hundred megabytes, and the programs beside it need memory too. */
const MIN_FREE_BYTES = 3 * 1024 ** 3;
const PREFIX = "jobdata-test-run-";

export interface ScratchFolder {
  path: string;
  remove(): void;
}

/** @param memory a folder in memory, if the system has one */
export function scratchFolder(memory = IN_MEMORY): ScratchFolder {
  const parent = isRoomy(memory) ? memory : tmpdir();
  removeAbandoned(parent);
  const path = join(parent, `${PREFIX}${process.pid}`);
  mkdirSync(path, { mode: 0o700, recursive: true });
  const remove = () => rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  if (parent === tmpdir() || runsPrograms(path)) return { path, remove };
  remove();
  return scratchFolder(tmpdir());
}

function isRoomy(folder: string): boolean {
  try {
    const { type, bavail, bsize } = statfsSync(folder);
    return type === TMPFS && Math.min(bavail * bsize, freemem()) >= MIN_FREE_BYTES;
  } catch {
    return false; // There is none on this system.
  }
}

/** Containers may forbid it, and the browser of a test is started from its folder. */
function runsPrograms(folder: string): boolean {
  const program = join(folder, "program");
  try {
    writeFileSync(program, "#!/bin/sh\n", { mode: 0o700 });
    execFileSync(program);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(program, { force: true });
  }
}

/** A run that was killed has left its folder. */
function removeAbandoned(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length)) : Number.NaN;
    if (Number.isInteger(pid) && !isAlive(pid)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}
