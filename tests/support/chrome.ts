/** The local Browser Rendering's browser for a test: its own cache folder, and a mark by which its processes are found. */
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installChrome } from "../../local/chrome/install.ts";

const MARKER = "JOBDATA_BROWSER_TEST";

export interface TestChrome {
  /** The browser's own processes, by the variable that only they carry. */
  pids(): number[];
  /** What a crash does. */
  kill(): void;
  /** Puts the environment back; call after the harness is closed. */
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
          // Gone with its parent.
        }
      }
    },
    async remove() {
      process.env = before;
      await rm(cacheHome, { recursive: true, force: true });
    },
  };
}
