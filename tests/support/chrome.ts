/** Gives a test its own browser of the local Browser Rendering: a cache folder, and a mark that finds its processes. */
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installChrome } from "../../local/chrome/install.ts";

const MARKER = "JOBDATA_BROWSER_TEST";

export interface TestChrome {
  /** Finds the browser's own processes by the variable that only they have. */
  pids(): number[];
  /** Kills the processes, as a crash does. */
  kill(): void;
  /** Restores the environment; call this after the harness is closed. */
  remove(): Promise<void>;
}

/** Changes this process's environment: call before the harness starts. */
export async function useTestChrome(): Promise<TestChrome> {
  const mark = `${process.pid}-${Date.now()}`;
  const cacheHome = await mkdtemp(join(tmpdir(), "jobdata-chrome-"));
  const before = { ...process.env };
  Object.assign(process.env, (await installChrome(cacheHome, { [MARKER]: mark }))?.env);

  const isOurs = (pid: number) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, "utf8").includes(`${MARKER}=${mark}`);
    } catch {
      return false;
    }
  };
  const pids = () =>
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter(isOurs);
  return {
    pids,
    kill() {
      for (const pid of pids()) {
        try {
          process.kill(pid, "SIGKILL");
        } catch {
          // The process ended with its parent.
        }
      }
    },
    async remove() {
      process.env = before;
      await rm(cacheHome, { recursive: true, force: true });
    },
  };
}
