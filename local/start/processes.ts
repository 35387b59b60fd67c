/**
 * Finds the processes of a stack. Each has the variable {@link PROCESS_MARKER} in its environment, which children inherit,
 * also those that move to a process group of their own (the browser) or lose their parent.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** `<data folder>#<name of the program>`, for example `/home/me/jobdata/.data#worker`. */
export const PROCESS_MARKER = "JOBDATA_PART";

export const markerOf = (dataDir: string, name: string) => `${dataDir}#${name}`;

/** @returns the processes other than this one whose marker `isWanted` accepts */
export function findProcesses(isWanted: (marker: string) => boolean): number[] {
  return everyEnvironment()
    .filter(({ pid, marker }) => pid !== process.pid && isWanted(marker))
    .map(({ pid }) => pid);
}

function everyEnvironment(): { pid: number; marker: string }[] {
  return existsSync("/proc/self/environ") ? fromProc() : fromPs();
}

function fromProc(): { pid: number; marker: string }[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      // A zombie process has no environment any more and counts as ended.
      const variables = readFileSync(`/proc/${name}/environ`, "utf8").split("\0");
      const marker = variables
        .find((variable) => variable.startsWith(`${PROCESS_MARKER}=`))
        ?.slice(PROCESS_MARKER.length + 1);
      return marker === undefined ? [] : [{ pid: Number(name), marker }];
    } catch {
      return []; // The process belongs to another user or has ended meanwhile.
    }
  });
}

/** macOS: `ps -E` shows the environment of one's own processes after the command. */
function fromPs(): { pid: number; marker: string }[] {
  const lines = execFileSync("ps", ["-axEww", "-o", "pid=,command="], {
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  return lines.split("\n").flatMap((line) => {
    const match = new RegExp(`^\\s*(\\d+) .* ${PROCESS_MARKER}=(.*?#\\S+)`).exec(line);
    return match?.[1] && match[2] ? [{ pid: Number(match[1]), marker: match[2] }] : [];
  });
}

/** @returns true while the process runs, whoever's it is */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Sends a signal; an ended process is not an error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Describes a process for a person: its number and the start of its command line. */
export function describeProcess(pid: number): string {
  try {
    const words = execFileSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" }).trim();
    return `process ${pid} (${words.length > 80 ? `${words.slice(0, 79)}…` : words})`;
  } catch {
    return `process ${pid}`;
  }
}
