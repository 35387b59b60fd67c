/** `jobdata`: reads the command line, runs one command, and turns its end into an exit code. */
import { Command, CommanderError } from "commander";
import { createRedactor } from "../../../shared/log.ts";
import { plainJson, plainText } from "../../terminal/plain-text.ts";
import { addAccountCommands } from "./commands/account.ts";
import { addAlertCommands } from "./commands/alert.ts";
import { addCompletion } from "./commands/completion.ts";
import { addDeadLetterCommands } from "./commands/dead-letter.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addExportCommands } from "./commands/export.ts";
import { addKeywordCommands } from "./commands/keyword.ts";
import { addMonitorCommands } from "./commands/monitor.ts";
import { addNodeCommands } from "./commands/node.ts";
import { addRecoveryCommands } from "./commands/recovery.ts";
import type { Run } from "./commands/run.ts";
import { addScheduleCommands } from "./commands/schedule.ts";
import { addSearch } from "./commands/search.ts";
import { addTaskCommands } from "./commands/task.ts";
import { contextOf, type GlobalOptions } from "./context.ts";
import { EXIT } from "./exit.ts";
import { failureOf } from "./failure.ts";
import type { Io } from "./io.ts";
import { VERSION } from "./version.ts";
import { chooseLanguage, type Words, wordsIn } from "./words/words.ts";

const HELP = `
Sign in once with jobdata login, or set JOBDATA_URL and JOBDATA_KEY. A key is made in the dashboard (API keys).

Examples:
  jobdata login --url https://jobdata.example.com
  jobdata status
  jobdata keyword add 数据分析 --city 北京 --platform boss,qcwy
  jobdata search Java --city 上海 --salary-from 20000 --limit 20
  jobdata task create data.validate --input '{"from":"2026-11-01","to":"2026-11-07"}' --watch
  jobdata export --city 上海 --format parquet --output shanghai.parquet
  jobdata task list --state failed --json | jq -r .id | jobdata recovery retry -

Exit codes:
  0    done
  1    failed: the task failed, the state does not allow it, rows were rejected, a hash differs
  2    usage: an argument, an option or a value is wrong
  3    not signed in, or the server refuses the key
  4    not found
  5    the server cannot be reached, or failed
  130  ended by Ctrl-C`;

/** @param words null while only the shape of the program is wanted */
export function buildProgram(io: Io, words: Words): Command {
  const program = new Command("jobdata")
    .description("Command line of JobData: tasks, schedules, keywords, search and exports.")
    .version(VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this")
    .option("--json", "for programs: one line of JSON a value or row, on the standard output")
    .option("--profile <name>", "use this profile instead of the current one")
    .option("--lang <en|zh>", "language of words; else by LC_ALL, LC_MESSAGES, LANG")
    .option("--no-color", "no colours; also by NO_COLOR, and where the output is no terminal")
    .configureHelp({ showGlobalOptions: true, helpWidth: io.out.columns ?? 100 })
    .configureOutput({
      writeOut: (text) => void io.out.write(text),
      writeErr: (text) => void io.err.write(text),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      // What was typed may hold a key or control characters.
      outputError: (text, write) => write(`jobdata: ${safe(text.replace(/^error: /, ""))}\n`),
    })
    .showHelpAfterError(false)
    .exitOverride()
    .addHelpText("after", HELP);
  const run: Run =
    (action) =>
    async (...given) => {
      const command = given.at(-1) as Command;
      await action(
        contextOf(io, command.optsWithGlobals<GlobalOptions>(), words),
        ...(given.slice(0, -1) as never),
      );
    };
  addAccountCommands(program, run);
  addTaskCommands(program, run);
  addRecoveryCommands(program, run);
  addScheduleCommands(program, run);
  addKeywordCommands(program, run);
  addSearch(program, run);
  addExportCommands(program, run);
  addMonitorCommands(program, run);
  addNodeCommands(program, run);
  addDeadLetterCommands(program, run);
  addAlertCommands(program, run);
  addCompletion(program, run);
  addDoctor(program, run);
  return program;
}

const safe = (text: string, secrets: readonly string[] = []) =>
  createRedactor(secrets)(plainText(text.trim()));

/** @param argv without the program's own name @returns the exit code */
export async function runProgram(argv: readonly string[], io: Io): Promise<number> {
  let words = wordsIn("en");
  try {
    words = wordsIn(chooseLanguage(argv, io.env));
    await buildProgram(io, words).parseAsync(argv, { from: "user" });
    return EXIT.ok;
  } catch (error) {
    // Commander has said what is wrong; help that was asked for is no failure.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    const failure = failureOf(error, words);
    const secrets = io.env.JOBDATA_KEY ? [io.env.JOBDATA_KEY.trim()] : [];
    const message = safe(failure.message, secrets);
    const text = argv.includes("--json")
      ? plainJson({ error: { ...failure, message } })
      : `jobdata: ${message}`;
    await io.err.write(`${text}\n`);
    return failure.exit_code;
  }
}
