/** Runs Scrapy over list_spider.py with a Python that has it. */
import { execFile, execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Search } from "../searches.ts";

/** Debian's own Python is tried first: one of a version manager on the path does not have Debian's packages. */
const PYTHONS = ["/usr/bin/python3", "python3"];
const SPIDER = fileURLToPath(new URL("./list_spider.py", import.meta.url));
const TIMEOUT_MS = 300_000;

export interface Scrapy {
  python: string;
  version: string;
}

/** @returns null where Scrapy is not installed */
export function findScrapy(): Scrapy | null {
  for (const python of PYTHONS) {
    try {
      const version = execFileSync(python, ["-c", "import scrapy; print(scrapy.__version__)"], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      });
      return { python, version: version.trim() };
    } catch {
      // This Python does not exist, or it has no Scrapy.
    }
  }
  return null;
}

/** @throws Error with Scrapy's output when it does not finish */
export async function runScrapy(
  { python }: Scrapy,
  folder: string,
  board: string,
  signKey: string,
  searches: Search[],
  concurrency: number,
): Promise<{ pages: number; seconds: number }> {
  const list = join(folder, "scrapy-searches.json");
  const out = join(folder, "scrapy-items.jsonl");
  writeFileSync(list, JSON.stringify(searches));
  const { stdout } = await promisify(execFile)(
    python,
    [SPIDER, board, signKey, list, out, String(concurrency)],
    { timeout: TIMEOUT_MS },
  );
  rmSync(out);
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
}
