/** The command line: `jobdata-node` crawls, `jobdata-node doctor` checks whether it can. */
import { Command, Option } from "commander";
import { VERSION } from "../version.ts";
import { type Flags, fileNameOf } from "./read-settings.ts";
import { SETTINGS } from "./settings.ts";

export type Wanted = { command: "run"; flags: Flags } | { command: "doctor"; flags: Flags; json: boolean };

const variables = Object.values(SETTINGS)
  .map(({ env, flags }) => `  ${env.join(" or ").padEnd(40)} ${flags.split(" ")[0]}`)
  .join("\n");

export const HELP = `
A flag wins over its environment variable, the variable over the config file.

Examples:
  export JOBDATA_API=https://jobdata.example.com JOBDATA_KEY=jd_…
  npx jobdata-node doctor                       check first: connection, key, clock, proxies, browser, disk
  npx jobdata-node                              crawl what the API gives, until Ctrl-C
  npx jobdata-node --platforms zhilian --slots 4 --pretty
  npx jobdata-node --config /etc/jobdata-node.json --proxies proxies.txt --data /var/lib/jobdata-node

Config file (JSON; any of them, others are refused):
  {${Object.keys(SETTINGS)
    .map((name) => `"${fileNameOf(name)}": …`)
    .join(", ")}}

Environment variables:
${variables}
  ${"JOBDATA_CONFIG".padEnd(40)} --config

The key: register the node in the dashboard or with POST /api/v1/nodes; the answer shows it once.
Stopping: Ctrl-C or SIGTERM finishes the page under way, stores it, gives the keywords back and exits within
20 seconds; a second signal exits at once. What the API has not taken yet stays in the data folder and is
sent at the next start.

Exit codes:
  0    stopped in an orderly way; doctor: everything that a node needs works
  1    failed: another node uses the data folder, or an error of the program; doctor: a needed check failed
  2    a flag, variable or the config file is wrong
  3    the API refuses the key
  130  a second signal ended it at once`;

/** Ends the process with one clear line on a bad flag, and for --help. @param argv flags only */
export function readCommandLine(argv: string[]): Wanted {
  let wanted: Wanted | null = null;
  const program = new Command("jobdata-node")
    .description("Crawler node of JobData: leases keywords from the API, crawls them, uploads the rows.")
    .version(VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this")
    .allowExcessArguments(false)
    .addHelpText("after", HELP)
    .exitOverride((error) => {
      // Commander's own code for a bad flag is 1, which here means a failure.
      process.exit(error.exitCode === 0 ? 0 : 2);
    });
  const withSettings = (command: Command) => {
    for (const { flags, help } of Object.values(SETTINGS)) command.option(flags, help);
    return command
      .addOption(new Option("--concurrency <n>").hideHelp())
      .option("--config <file>", "JSON file with any of these");
  };
  const flagsOf = ({ concurrency, ...flags }: Flags & { concurrency?: string }): Flags =>
    concurrency === undefined ? flags : { slots: concurrency, ...flags };
  withSettings(program).action((flags) => {
    wanted = { command: "run", flags: flagsOf(flags) };
  });
  withSettings(
    program
      .command("doctor")
      .description("check connection, key, clock, proxies, browser and disk, and say what to do")
      .option("--json", "one line of JSON instead of lines for people", false)
      .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2)),
  ).action((_own, command: Command) => {
    const { json, ...flags } = command.optsWithGlobals();
    wanted = { command: "doctor", flags: flagsOf(flags), json };
  });
  program.parse(argv, { from: "user" });
  if (!wanted) throw new Error("no command");
  return wanted;
}
