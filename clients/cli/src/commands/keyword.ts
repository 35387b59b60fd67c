/** `keyword`: what is searched on the sites. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { ApiFailure } from "../../../../pages/src/api/failure.ts";
import { reasonText } from "../../../../pages/src/ui/reason-text.ts";
import { XLSX_TYPE } from "../../../../shared/contracts/exports.ts";
import type { Keyword, NewKeyword } from "../../../../shared/contracts/keyword.ts";
import type { KeywordState, Platform } from "../../../../shared/contracts/platform.ts";
import { CHANNELS, KEYWORD_STATES, PLATFORMS } from "../../../../shared/contracts/vocabulary.ts";
import type { CodedProblem } from "../../../../shared/errors/reasons.ts";
import { ALL, LIMIT, type PageOptions } from "../api/pages.ts";
import { dataOf } from "../api/server.ts";
import { collect, readWhole } from "../arguments.ts";
import { type Context, stateColor } from "../context.ts";
import { failedError, usageError } from "../exit.ts";
import { problemText } from "../failure.ts";
import { timeText } from "../output/format.ts";
import { fill, wordFor } from "../words/words.ts";
import type { Run } from "./run.ts";

/** The API takes no larger file. */
const MAX_FILE_BYTES = 5_000_000;
const ALL_PLATFORMS: readonly string[] = PLATFORMS;

interface AddOptions {
  city: string[];
  platform?: string[];
  channel?: NewKeyword["channel"];
  priority?: number;
}

/** What is wrong with a file, line by line. */
async function showProblems(context: Context, problems: readonly CodedProblem[]): Promise<void> {
  if (context.json || problems.length === 0) return;
  const { head } = context.words.text;
  await context.rows(
    [
      { head: head.line, value: ({ line }) => line, align: "end" },
      { head: head.field, value: ({ field }) => field },
      { head: head.reason, value: (problem) => reasonText(problem, context.words.translate), flexible: true },
    ],
    problems,
  );
}

async function readKeywordFile(context: Context, file: string): Promise<Uint8Array> {
  if (file === "-") return context.io.input.readAll(MAX_FILE_BYTES);
  const bytes = await readFile(resolve(context.io.cwd, file)).catch((error: Error) => {
    throw usageError(`${file} cannot be read: ${error.message}`);
  });
  if (bytes.length > MAX_FILE_BYTES) throw usageError(`${file} is larger than ${MAX_FILE_BYTES} bytes`);
  return bytes;
}

export function addKeywordCommands(program: Command, run: Run): void {
  const keyword = program.command("keyword").description("keywords that are searched on the sites");

  keyword
    .command("add")
    .description("create keywords: each text for each city on each platform")
    .argument("<texts...>", "what is searched, for example Java")
    .requiredOption(
      "--city <names>",
      "common Chinese names; 全国 is the whole country; several with commas",
      collect,
    )
    .option("--platform <names>", `of ${PLATFORMS.join(", ")}; all when left out`, collect)
    .addOption(new Option("--channel <name>", "the site's web page, mini program or app").choices(CHANNELS))
    .option("--priority <n>", "0 to 10 (5 when left out)", readWhole)
    .addHelpText(
      "after",
      "\nExamples:\n  jobdata keyword add Java --city 上海,北京\n  jobdata keyword add 数据分析 会计 --city 全国 --platform boss --priority 8",
    )
    .action(
      run(async (context, texts: string[], options: AddOptions) => {
        const { text } = context.words;
        const platforms = (options.platform ?? ALL_PLATFORMS) as Platform[];
        const items = texts.flatMap((wanted) =>
          platforms.flatMap((platform) =>
            options.city.map((city) => ({
              platform,
              keyword: wanted,
              city,
              channel: options.channel,
              priority: options.priority,
            })),
          ),
        );
        const answer = await dataOf((await context.api()).keywords.batch.$post({ json: { items } }));
        const rows = answer.items.map(({ index = 0, id, result }) => ({ ...items[index], id, result }));
        const { head } = text;
        if (rows.length > 0)
          await context.rows(
            [
              { head: head.id, value: ({ id }) => id },
              {
                head: head.platform,
                value: ({ platform = "" }) => wordFor(context.words.shared.platform, platform),
              },
              { head: head.keyword, value: (row) => row.keyword },
              { head: head.city, value: ({ city }) => city },
              { head: head.result, value: ({ result }) => wordFor(text.keywordResult, result) },
            ],
            rows,
          );
        if (answer.problems.length === 0) return;
        throw failedError(
          "rejected",
          answer.problems.map((problem) => problemText(problem, context.words)).join("; "),
        );
      }),
    );

  keyword
    .command("list")
    .description("list keywords, newest first")
    .addOption(new Option("--platform <name>", "of this platform").choices(PLATFORMS))
    .addOption(new Option("--state <state>", "in this state").choices(KEYWORD_STATES))
    .option("--city <name>", "of this city")
    .option("--search <text>", "part of the keyword's text")
    .option("--deleted", "deleted ones too")
    .addOption(LIMIT)
    .addOption(ALL)
    .addHelpText(
      "after",
      "\nExamples:\n  jobdata keyword list --state blocked\n  jobdata keyword list --all --json | jq -r '[.platform,.keyword,.city]|@csv'",
    )
    .action(
      run(
        async (
          context,
          options: PageOptions & {
            platform?: Platform;
            state?: KeywordState;
            city?: string;
            search?: string;
            deleted?: boolean;
          },
        ) => {
          const { platform, state, city, search, deleted } = options;
          const { words } = context;
          const { head } = words.text;
          const api = await context.api();
          await context.list(
            [
              { head: head.id, value: ({ id }: Keyword) => id },
              { head: head.platform, value: (row) => wordFor(words.shared.platform, row.platform) },
              { head: head.keyword, value: (row) => row.keyword, flexible: true },
              { head: head.city, value: (row) => row.city },
              {
                head: head.state,
                value: (row) => wordFor(words.shared.state, row.deleted_at === null ? row.state : "deleted"),
                paint: (text, row) => stateColor(context, row.state)(text),
              },
              {
                head: head.outcome,
                value: (row) => row.last_outcome && wordFor(words.shared.outcome, row.last_outcome),
              },
              {
                head: head.coverage,
                value: ({ coverage }) => coverage && `${coverage.distinct}/${coverage.reported}`,
                align: "end",
              },
              { head: head.due, value: ({ due_at }) => timeText(due_at) },
            ],
            options,
            (page) =>
              dataOf(
                api.keywords.$get({
                  query: {
                    platform,
                    state,
                    city,
                    search,
                    include_deleted: deleted ? "true" : "false",
                    ...page,
                  },
                }),
              ),
          );
        },
      ),
    );

  keyword
    .command("import")
    .description("create keywords from a CSV file or an Excel workbook, after showing what is wrong with it")
    .argument(
      "<file>",
      "platform, keyword, city, priority, channel; - reads a CSV file from the standard input",
    )
    .option("--dry-run", "only show what is wrong")
    .option("--yes", "do not ask; good rows are imported, bad ones left out")
    .addHelpText(
      "after",
      `
Exit codes: 0 all rows are good, 1 some are not.

Examples:
  jobdata keyword import keywords.csv --dry-run
  jobdata keyword import 关键词.xlsx --yes`,
    )
    .action(
      run(async (context, file: string, options: { dryRun?: boolean; yes?: boolean }) => {
        const { text } = context.words;
        const body = await readKeywordFile(context, file);
        const type = /\.xlsx$/i.test(file) ? XLSX_TYPE : "text/csv; charset=utf-8";
        const api = await context.api();
        const send = (dryRun: boolean) =>
          dataOf(
            api.keywords.import.$post(
              { query: { dry_run: dryRun ? "true" : "false" } },
              { init: { body: body as never }, headers: { "content-type": type } },
            ),
          );
        const preview = await send(true).catch(async (error: unknown) => {
          // Every row is bad: the problems say more than the error.
          if (error instanceof ApiFailure && error.problems.some(({ line }) => line !== undefined)) {
            await showProblems(context, error.problems);
            throw failedError("rejected", "no row of the file is good");
          }
          throw error;
        });
        const { received, valid, rejected } = preview;
        await showProblems(context, preview.problems);
        await context.note(fill(text.importGood, { received, valid, rejected }));
        let last = preview;
        if (!options.dryRun) {
          if (!(await context.confirm(text.importAsk, options.yes))) return context.note(text.notDone);
          last = await send(false);
          const { created, exists, restored } = last;
          const known = exists + last.exists_in_other_department;
          await context.say(text.imported, { created, exists: known, restored, rejected: last.rejected });
        }
        await context.value({ dry_run: options.dryRun === true, ...last });
        if (rejected > 0) throw failedError("rejected", `${rejected} of ${received} rows are not good`);
      }),
    );
}
