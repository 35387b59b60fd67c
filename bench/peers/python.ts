/** Finds a Python that has a peer's packages, and runs its programs. */
import { type ExecFileOptions, execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";

/** Debian's own Python is tried first: one of a version manager on the path does not have Debian's packages. */
const PYTHONS = ["/usr/bin/python3", "python3"];

/**
 * @param program imports the packages, and prints their versions
 * @returns null where no Python has the packages
 */
export function findPython(program: string): { python: string; versions: string } | null {
  for (const python of PYTHONS) {
    try {
      const versions = execFileSync(python, ["-c", program], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      });
      return { python, versions: versions.trim() };
    } catch {
      // This Python does not exist, or it does not have the packages.
    }
  }
  return null;
}

/**
 * Runs a program that prints JSON in its last line.
 * @throws Error with its output when it does not finish
 */
export async function runPython<T>(python: string, args: string[], options: ExecFileOptions): Promise<T> {
  const { stdout } = await promisify(execFile)(python, args, { ...options, encoding: "utf8" });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as T;
}
