/**
 * Which processes belong to a stack. Each carries the variable {@link PART} in its environment, which children
 * inherit, also those that move to a process group of their own (the browser) or lose their parent.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** `<data folder>#<part>`, for example `/home/me/jobdata/.data#worker`. */
export const PART = "JOBDATA_PART";

export const partOf = (dataDir: string, part: string) => `${dataDir}#${part}`;

/** Processes, ourselves left out, whose part `isWanted`. */
export function findProcesses(isWanted: (part: string) => boolean): number[] {
  return everyEnvironment()
    .filter(({ pid, part }) => pid !== process.pid && isWanted(part))
    .map(({ pid }) => pid);
}

function everyEnvironment(): { pid: number; part: string }[] {
  return existsSync("/proc/self/environ") ? fromProc() : fromPs();
}

function fromProc(): { pid: number; part: string }[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      // A process that ended but was not waited for has no environment any more, and counts as gone.
      const variables = readFileSync(`/proc/${name}/environ`, "utf8").split("\0");
      const part = variables.find((variable) => variable.startsWith(`${PART}=`))?.slice(PART.length + 1);
      return part === undefined ? [] : [{ pid: Number(name), part }];
    } catch {
      return []; // Another user's, or gone meanwhile.
    }
  });
}

/** macOS: `ps -E` shows the environment of one's own processes after the command. */
function fromPs(): { pid: number; part: string }[] {
  const lines = execFileSync("ps", ["-axEww", "-o", "pid=,command="], {
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  return lines.split("\n").flatMap((line) => {
    const match = new RegExp(`^\\s*(\\d+) .* ${PART}=(.*?#\\S+)`).exec(line);
    return match?.[1] && match[2] ? [{ pid: Number(match[1]), part: match[2] }] : [];
  });
}

/** Sends a signal; a process that is gone is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** What a process is, for a person: its number and the start of its command line. */
export function describeProcess(pid: number): string {
  try {
    const words = execFileSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" }).trim();
    return `process ${pid} (${words.length > 80 ? `${words.slice(0, 79)}…` : words})`;
  } catch {
    return `process ${pid}`;
  }
}
