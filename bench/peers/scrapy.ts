/** Runs Scrapy over list_spider.py with a Python that has it. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Search } from "../searches.ts";
import { findPython, runPython } from "./python.ts";

const SPIDER = fileURLToPath(new URL("./list_spider.py", import.meta.url));
const TIMEOUT_MS = 300_000;

export interface Scrapy {
  python: string;
  version: string;
}

/** @returns null where Scrapy is not installed */
export function findScrapy(): Scrapy | null {
  const found = findPython("import scrapy; print(scrapy.__version__)");
  return found && { python: found.python, version: found.versions };
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
  const args = [SPIDER, board, signKey, list, out, String(concurrency)];
  const ran = await runPython<{ pages: number; seconds: number }>(python, args, { timeout: TIMEOUT_MS });
  rmSync(out);
  return ran;
}
