/** Flags of `npm run bench`. */
import { accessSync, constants } from "node:fs";
import { resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";

const BENCHES = [
  "ingest",
  "crawl",
  "ledger",
  "memory",
  "guard",
  "batches",
  "load",
  "exports",
  "cost",
  "figures",
  "search",
  "duplicates",
  "refresh",
  "reclean",
  "task-history",
  "tasks",
  "bulk",
] as const;
export type BenchName = (typeof BENCHES)[number];

/** What `exports` measures, each by itself. */
export const EXPORT_CASES = ["csv-stream", "csv-masked", "jsonl", "xlsx", "parquet"] as const;
export type ExportCase = (typeof EXPORT_CASES)[number];

export interface BenchOptions {
  /** They run in this order; null for all. */
  only: BenchName[] | null;
  rounds: number;
  json: boolean;
  /** Postings that the benches of search, figures and exports load. */
  postings: number;
  /** These of `exports`; null for all. */
  exports: ExportCase[] | null;
  /** The folder of the engine, which keeps what search, figures and exports load; null for one that goes with the run. */
  data: string | null;
  /** The board serves this CSV in the crawl bench; null for generated postings. */
  corpus: string | null;
  /** The CPU profile of the crawl is written to this file; null for none. */
  profile: string | null;
}

/** Every bench receives this. */
export interface Bench extends BenchOptions {
  progress(text: string): void;
}

/**
 * Ends the process with one clear line on a bad flag, and for --help.
 * @param argv flags only
 * @param cwd folder that relative paths start from
 */
export function readOptions(argv: string[], cwd: string): BenchOptions {
  const readable = (text: string) => {
    const path = resolve(cwd, text);
    try {
      accessSync(path, constants.R_OK);
    } catch {
      throw new InvalidArgumentError(`${path} cannot be read`);
    }
    return path;
  };
  const flags = new Command("npm run bench --")
    .description(
      "Measures the main job side by side with its peers on this machine. Takes some minutes; use a quiet machine.",
    )
    .addOption(new Option("--only <bench...>", "run these only: --only search figures").choices(BENCHES))
    .option("--rounds <number>", "rounds of each comparison, at least 3", readRounds, 3)
    .option(
      "--corpus <file>",
      "CSV of postings that the board serves to the crawl, and that are multiplied for search, in place of generated ones",
      readable,
    )
    .option(
      "--postings <number>",
      "postings of the benches of search, figures and exports (exports: 1,000,000 at most)",
      readPostings,
      5_000_000,
    )
    .addOption(new Option("--exports <format...>", "measure these of exports only").choices(EXPORT_CASES))
    .option("--data <folder>", "keep loaded postings there, so that the next run with it loads nothing")
    .option("--profile <file>", "write a CPU profile of the crawl there (Chrome DevTools reads it)")
    .option("--json", "print the results as one last line of JSON", false)
    .addHelpText(
      "after",
      `
Examples:
  npm run bench -- --only exports --exports xlsx --postings 1000000 --data .data/bench
  npm run bench -- --only figures search --data .data/bench`,
    )
    .allowExcessArguments(false)
    .parse(argv, { from: "user" })
    .opts<{
      only?: BenchName[];
      rounds: number;
      postings: number;
      json: boolean;
      corpus?: string;
      profile?: string;
      exports?: ExportCase[];
      data?: string;
    }>();
  return {
    only: flags.only ?? null,
    rounds: flags.rounds,
    postings: flags.postings,
    json: flags.json,
    corpus: flags.corpus ?? null,
    profile: flags.profile === undefined ? null : resolve(cwd, flags.profile),
    exports: flags.exports ?? null,
    data: flags.data === undefined ? null : resolve(cwd, flags.data),
  };
}

function readPostings(text: string): number {
  if (!/^\d{5,9}$/.test(text)) throw new InvalidArgumentError("is not a number from 10000");
  return Number(text);
}

function readRounds(text: string): number {
  if (!/^\d{1,3}$/.test(text) || Number(text) < 3)
    throw new InvalidArgumentError("is not a number from 3 to 999");
  return Number(text);
}
