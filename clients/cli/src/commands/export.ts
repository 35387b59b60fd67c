/** `export`: a file of postings or companies, made by the server, downloaded and checked. */
import { type Command, Option } from "commander";
import { COMPANY_FILTER_SHAPE, CompanyFilter } from "../../../../shared/contracts/company-search.ts";
import {
  EXPORT_FORMATS,
  type ExportFormat,
  type ExportSubject,
  UNFINISHED_STATES,
} from "../../../../shared/contracts/exports.ts";
import { JOB_FILTER_SHAPE, JobFilter } from "../../../../shared/contracts/job-filter.ts";
import { ALL, LIMIT, type PageOptions } from "../api/pages.ts";
import { type Api, dataOf, type ItemOf } from "../api/server.ts";
import { collect, readId } from "../arguments.ts";
import { type Context, stateColor } from "../context.ts";
import { failedError } from "../exit.ts";
import { timeText } from "../output/format.ts";
import { wordFor } from "../words/words.ts";
import { checkDestination, download } from "./download.ts";
import { filterOptions, readFilter, withoutUndefined } from "./filter-options.ts";
import { patiently } from "./patiently.ts";
import type { Run } from "./run.ts";

type ExportView = ItemOf<Api["exports"]["$get"]>;

interface FileOptions {
  output?: string;
  force?: boolean;
}
interface ExportOptions extends FileOptions {
  format: ExportFormat;
  columns?: string[];
  wait: boolean;
}

const isUnfinished = ({ state }: ExportView) => UNFINISHED_STATES.some((unfinished) => unfinished === state);

const fileOptions = (command: Command) =>
  command
    .option(
      "-o, --output <file>",
      "where to write; - is the standard output; named by subject, day and id when left out",
    )
    .option("--force", "overwrite a file that is there");

function stepText({ text }: Context["words"], { phase }: ExportView): string {
  if (phase === "write") return text.writing;
  return phase === "finish" ? text.finishing : text.copying;
}

/** @throws CliError unless it is done */
async function waitForExport(context: Context, id: string): Promise<ExportView> {
  const api = await context.api();
  const { bar, words } = context;
  const ended = await patiently(context, async () => {
    const now = await dataOf(api.exports[":id"].$get({ param: { id } }));
    await bar.show({ done: now.rows_done, total: now.rows_total, text: stepText(words, now) });
    return isUnfinished(now) ? null : now;
  });
  await bar.clear();
  if (ended.state === "done") return ended;
  throw failedError(
    `export_${ended.state}`,
    `the export ${id} is ${ended.state}${ended.error ? `: ${ended.error}` : ""}`,
  );
}

async function begin(
  context: Context,
  subject: ExportSubject,
  filter: object,
  options: ExportOptions,
): Promise<void> {
  const { format, columns } = options;
  // A file that may not be overwritten is found before the server works for minutes.
  await checkDestination(context, options.output, options.force);
  const api = await context.api();
  const json = { subject, format, columns, filter: withoutUndefined(filter) };
  const begun = await dataOf(api.exports.$post({ json }));
  if (!options.wait) {
    await context.record([
      [context.words.text.head.id, begun.id],
      [context.words.text.head.state, wordFor(context.words.export, begun.state)],
    ]);
    return context.value({ export: begun, file: null });
  }
  await download(context, await waitForExport(context, begun.id), options);
}

const exportOptions = (command: Command) =>
  fileOptions(command)
    .addOption(new Option("--format <name>", "of the file").choices(EXPORT_FORMATS).default("csv"))
    .option(
      "--columns <names>",
      "columns in the order wanted, with commas; all but the long text when left out",
      collect,
    )
    .option("--no-wait", "only begin it; jobdata export get <id> fetches it later");

export function addExportCommands(program: Command, run: Run): void {
  const group = program
    .command("export")
    .description("make a file of postings or companies, wait for it, download it and check its SHA-256")
    .addHelpText(
      "after",
      `
Without a command after it, it exports postings: jobdata export --city 上海 is jobdata export jobs --city 上海.
Ctrl-C ends the waiting, not the export: jobdata export get <id> fetches it.

Examples:
  jobdata export --city 上海 --text Java --format xlsx --output java.xlsx
  jobdata export companies --industry 互联网 --format parquet
  jobdata export --platform boss --format jsonl --output - | jq -r .title
  jobdata export list`,
    );

  const jobs = exportOptions(group.command("jobs", { isDefault: true }).description("postings of a filter"));
  filterOptions(jobs, JOB_FILTER_SHAPE)
    .addHelpText(
      "after",
      "\nExamples:\n  jobdata export jobs --city 上海 --from 2026-11-01 --format parquet --output november.parquet",
    )
    .action(
      run((context, options: ExportOptions & Record<string, unknown>) =>
        begin(context, "jobs", readFilter(JobFilter, JOB_FILTER_SHAPE, options), options),
      ),
    );

  const companies = exportOptions(group.command("companies").description("companies of a filter"));
  filterOptions(companies, COMPANY_FILTER_SHAPE)
    .addHelpText("after", "\nExamples:\n  jobdata export companies --city 北京 --format csv")
    .action(
      run((context, options: ExportOptions & Record<string, unknown>) =>
        begin(context, "companies", readFilter(CompanyFilter, COMPANY_FILTER_SHAPE, options), options),
      ),
    );

  fileOptions(group.command("get"))
    .description("wait for an export that was begun, download and check it")
    .argument("<id>", "id of the export", readId)
    .addHelpText("after", "\nExamples:\n  jobdata export get 5f6d2c1a-… --output jobs.csv")
    .action(
      run(async (context, id: string, options: FileOptions) => {
        await checkDestination(context, options.output, options.force);
        await download(context, await waitForExport(context, id), options);
      }),
    );

  group
    .command("list")
    .description("list exports, newest first")
    .addOption(LIMIT)
    .addOption(ALL)
    .addHelpText("after", "\nExamples:\n  jobdata export list --limit 10")
    .action(
      run(async (context, options: PageOptions) => {
        const { words } = context;
        const { head } = words.text;
        const api = await context.api();
        await context.list(
          [
            { head: head.id, value: ({ id }: ExportView) => id },
            { head: head.subject, value: ({ subject }) => subject },
            { head: head.format, value: ({ format }) => format },
            {
              head: head.state,
              value: ({ state }) => wordFor(words.export, state),
              paint: (text, { state }) => stateColor(context, state)(text),
            },
            { head: head.rows, value: ({ rows_done }) => rows_done, align: "end" },
            { head: head.bytes, value: ({ bytes }) => bytes, align: "end" },
            { head: head.created, value: ({ created_at }) => timeText(created_at) },
            { head: head.expires, value: ({ expires_at }) => timeText(expires_at) },
          ],
          options,
          (page) => dataOf(api.exports.$get({ query: page })),
        );
      }),
    );
}
