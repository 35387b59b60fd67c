/** Flags of `npm start`. */
import { accessSync, closeSync, constants, openSync, readSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import { POSTING_COLUMNS } from "../job-boards/corpus/posting.ts";
import { describePorts, PORT_SPAN, type Ports, portsFrom } from "./ports.ts";

export interface StartOptions {
  /** The stack ends when all due keywords are settled. */
  once: boolean;
  /** The result is printed as one last line of JSON. */
  json: boolean;
  /** CSV that the job boards serve; null for the generated corpus. */
  corpus: string | null;
  /** CSV of keywords; null for the demo keywords. */
  keywords: string | null;
  dataDir: string;
  fresh: boolean;
  /** The first admin gets a new password. */
  resetAdmin: boolean;
  ports: Ports;
}

const EXAMPLES = `
Examples:
  npm start                                    start, crawl the demo keywords, stay up
  npm start -- --once                          crawl once and end
  npm start -- --once --json --fresh --corpus postings.csv --keywords keywords.csv
  npm start -- --data /tmp/jobdata --ports 9000    a second stack beside the first

Files:
  --keywords   platform,keyword,city,priority (platform: ${PLATFORMS.join(", ")}; priority 0 to 10)
  --corpus     a header line that names the columns in any order, then one posting a line:
               ${POSTING_COLUMNS.slice(0, 6).join(",")},
               ${POSTING_COLUMNS.slice(6).join(",")}
               (company and title are needed)

Exit codes of --once:
  0    all due keywords are settled, and every line of --keywords was taken
  1    it could not start, or a platform or the ingest can't go on; the standard error says why
  3    all due keywords are settled, but lines of --keywords were refused; the standard error names them
  130  Ctrl-C

Result of --json, "seconds" from the cron tick to the last row in ClickHouse:
  {"seconds":n,"platforms":{"boss":{"keywords":{"done":n,"failed":n,"blocked":n},"pages":n,"reported":n,
   "stored":n,"distinct":n,"duplicates":n},"qcwy":{...},"zhilian":{...}},
   "keywords_file":{"received":n,"created":n,"known":n,"rejected":n,"problems":[{"line":n,"field":"…","reason":"…"}]}}
  reported: the newest totals of the sites. stored, distinct: rows of the table jobs, of all time.
  duplicates: rows that were not inserted because they were stored already, of all time.

Variables:
  CLICKHOUSE_URL   use this server instead of the one in-process, with CLICKHOUSE_USER, CLICKHOUSE_PASSWORD
                   (needed) and CLICKHOUSE_DATABASE; user and database default to default and jobdata

Ports, all on 127.0.0.1:
${describePorts()}`;

/**
 * Reads the flags. Ends the process with one clear line for an invalid flag, and for --help.
 * @param argv the flags only
 * @param cwd folder that relative paths start from
 */
export function readOptions(argv: string[], cwd: string): StartOptions {
  const file = (text: string) => {
    const path = resolve(cwd, text);
    try {
      accessSync(path, constants.R_OK);
    } catch (error) {
      const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
      throw new InvalidArgumentError(missing ? `${path} does not exist.` : `${path} cannot be read.`);
    }
    if (!statSync(path).isFile()) throw new InvalidArgumentError(`${path} is not a file.`);
    const problem = problemOfCsv(path);
    if (problem) throw new InvalidArgumentError(`${path} ${problem}.`);
    return path;
  };
  const flags = new Command("npm start --")
    .description(
      "Starts JobData on this machine: ClickHouse, the edge Worker, job boards, dashboard, mail catcher.",
    )
    .option("--once", "end when all due keywords are settled; the exit code tells", false)
    .option("--json", "print the result as one last line of JSON", false)
    .option("--corpus <file>", "CSV of postings that the job boards serve instead of generated ones", file)
    .option("--keywords <file>", "CSV of keywords to load instead of the demo's", file)
    .option("--data <dir>", "where everything is kept", ".data")
    .option("--fresh", "empty the data folder first (only one that the launcher made)", false)
    .option("--reset-admin", "give the user admin a new password and print it", false)
    .option("--ports <base>", `move all ports to BASE … BASE+${PORT_SPAN}`, readBase)
    .addHelpText("after", EXAMPLES)
    .allowExcessArguments(false)
    .parse(argv, { from: "user" })
    .opts<{
      once: boolean;
      json: boolean;
      corpus?: string;
      keywords?: string;
      data: string;
      fresh: boolean;
      resetAdmin: boolean;
      ports?: number;
    }>();
  return {
    once: flags.once,
    json: flags.json,
    corpus: flags.corpus ?? null,
    keywords: flags.keywords ?? null,
    dataDir: resolve(cwd, flags.data),
    fresh: flags.fresh,
    resetAdmin: flags.resetAdmin,
    ports: portsFrom(flags.ports ?? null),
  };
}

/** The first bytes of a ZIP file, which an Excel workbook is. */
const ZIP = "PK\u0003\u0004";

/** Finds what would be noticed only after the whole stack has started. */
function problemOfCsv(path: string): string | null {
  const head = Buffer.alloc(ZIP.length);
  const file = openSync(path, "r");
  try {
    if (readSync(file, head) === 0) return "is empty";
  } finally {
    closeSync(file);
  }
  return head.toString("latin1") === ZIP ? "is an Excel workbook; save it as CSV UTF-8" : null;
}

function readBase(text: string): number {
  const base = Number(text);
  if (!/^\d+$/.test(text) || base < 1024 || base + PORT_SPAN > 65_535) {
    throw new InvalidArgumentError(`Give a port from 1024 to ${65_535 - PORT_SPAN}.`);
  }
  return base;
}
