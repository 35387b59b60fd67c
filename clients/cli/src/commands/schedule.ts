/** `schedule`: what runs by the clock. */
import { type Command, Option } from "commander";
import {
  CATCH_UPS,
  type CatchUp,
  SLOT_REASONS,
  SLOT_STATUSES,
  type SlotReason,
  type SlotStatus,
} from "../../../../shared/contracts/schedule.ts";
import { MINUTE_MS } from "../../../../shared/time.ts";
import { ALL, LIMIT, type PageOptions } from "../api/pages.ts";
import { type Api, dataOf, type ItemOf } from "../api/server.ts";
import { readId, readJsonObject, readSpan, readWhen, readWhole } from "../arguments.ts";
import { type Context, stateColor } from "../context.ts";
import { failedError, usageError } from "../exit.ts";
import { spanText, timeText } from "../output/format.ts";
import type { Column } from "../output/table.ts";
import { fill, wordFor } from "../words/words.ts";
import type { Run } from "./run.ts";

type ScheduleView = ItemOf<Api["schedules"]["$get"]>;
type SlotView = ItemOf<Api["schedules"][":name"]["slots"]["$get"]>;

function timesText({ kind, cron, every_s: every, start_at, time_zone }: ScheduleView): string {
  if (kind === "cron") return `${cron} ${time_zone}`;
  return kind === "interval" ? `/ ${spanText((every ?? 0) * 1000)}` : timeText(start_at);
}

function stateText({ deleted_at, enabled, paused_at }: ScheduleView, { text }: Context["words"]): string {
  if (deleted_at !== null) return text.state.deleted;
  if (!enabled) return text.state.off;
  return paused_at === null ? text.state.up : text.state.paused;
}

/** As the dashboard shows it: a slot that ran and failed is failed, whenever it ran. */
const answerOf = ({ error, started_at, status }: SlotView): SlotStatus | "failed" =>
  error !== null && started_at !== null ? "failed" : status;

const slotText = (slot: SlotView | null, { slot: words }: Context["words"]) =>
  slot === null ? "" : `${wordFor(words, answerOf(slot))} ${timeText(slot.started_at ?? slot.slot_at)}`;

async function showSchedule(context: Context, schedule: ScheduleView): Promise<void> {
  const { words } = context;
  const { head } = words.text;
  await context.record([
    [head.name, schedule.name],
    [head.title, schedule.title],
    [head.state, stateText(schedule, words)],
    [head.times, timesText(schedule)],
    [
      head.target,
      schedule.task ? `${schedule.task.kind} ${JSON.stringify(schedule.task.input)}` : schedule.name,
    ],
    [head.next, schedule.next.map(timeText).join(", ")],
    [head.last, slotText(schedule.last_run, words)],
  ]);
  await context.value(schedule);
}

function slotColumns(context: Context): Column<SlotView>[] {
  const { words } = context;
  const { head } = words.text;
  return [
    { head: head.slot, value: ({ slot_at }) => timeText(slot_at) },
    { head: head.count, value: ({ count }) => count, align: "end" },
    {
      head: head.answer,
      value: (slot) => wordFor(words.slot, answerOf(slot)),
      paint: (text, slot) => stateColor(context, answerOf(slot))(text),
    },
    {
      head: head.reason,
      value: ({ reason, error }) => error ?? (reason && wordFor(words.slotReason, reason)),
      flexible: true,
    },
    { head: head.began, value: ({ started_at }) => timeText(started_at) },
    { head: head.result, value: ({ task_id }) => task_id },
  ];
}

interface AddOptions {
  kind: string;
  input?: string;
  cron?: string;
  every?: number;
  at?: number;
  from?: number;
  zone?: string;
  title?: string;
  catchUp?: CatchUp;
  catchUpMax?: number;
  maxLateness?: number;
}

/** @throws CliError unless exactly one of them is given */
function timesOf({ cron, every, at, from }: AddOptions) {
  const given = [cron, every, at].filter((value) => value !== undefined);
  if (given.length !== 1) throw usageError("exactly one of --cron, --every and --at is needed");
  // Slots are whole minutes.
  const minute = (time: number) => Math.ceil(time / MINUTE_MS) * MINUTE_MS;
  if (cron !== undefined) return { kind: "cron" as const, cron };
  if (every !== undefined)
    return { kind: "interval" as const, every_s: every, start_at: from === undefined ? null : minute(from) };
  return { kind: "once" as const, start_at: minute(at ?? 0) };
}

interface BackfillOptions {
  from: number;
  to: number;
  withSkipped?: boolean;
  yes?: boolean;
}

export function addScheduleCommands(program: Command, run: Run): void {
  const schedule = program
    .command("schedule")
    .description("what runs by the clock, and what became of each slot");

  schedule
    .command("add")
    .description("create a schedule whose slots create tasks")
    .argument("<name>", "2 to 60 of a-z, 0-9 and -", readId)
    .requiredOption("--kind <kind>", "kind of the tasks: jobdata task kinds lists them")
    .option("--input <json>", "input of the tasks: a JSON object, @file, or - for the standard input")
    .option("--cron <fields>", "minute, hour, day of the month, month, day of the week")
    .option("--every <span>", "period: 15m, 2h, 1d", readSpan)
    .option("--at <time>", "once, at this time", (text: string) => readWhen(text))
    .option("--from <time>", "with --every: the first slot", (text: string) => readWhen(text))
    .option("--zone <name>", "IANA time zone of the cron fields (Asia/Shanghai when left out)")
    .option("--title <text>", "what people read")
    .addOption(
      new Option(
        "--catch-up <policy>",
        "missed slots: run none, the newest, or up to --catch-up-max",
      ).choices(CATCH_UPS),
    )
    .option("--catch-up-max <n>", "with --catch-up all", readWhole)
    .option("--max-lateness <span>", "a slot that would start later is missed: 15m, 2h", readSpan)
    .addHelpText(
      "after",
      `
Examples:
  jobdata schedule add crawl-mornings --kind keywords.crawl --cron '0 6 * * MON-FRI' --input '{"platform":"boss"}'
  jobdata schedule add check-hourly --kind data.validate --every 1h --input @check.json --catch-up skip`,
    )
    .action(
      run(async (context, name: string, options: AddOptions) => {
        const times = timesOf(options);
        const input = options.input === undefined ? {} : await readJsonObject(options.input, context.io);
        const json = {
          name,
          ...times,
          title: options.title,
          time_zone: options.zone,
          catch_up: options.catchUp,
          catch_up_max: options.catchUpMax,
          max_lateness_s: options.maxLateness,
          task: { kind: options.kind, input },
        };
        await showSchedule(context, await dataOf((await context.api()).schedules.$post({ json })));
      }),
    );

  schedule
    .command("list")
    .description("list the schedules, the platform's own jobs among them")
    .addHelpText(
      "after",
      "\nExamples:\n  jobdata schedule list\n  jobdata schedule list --json | jq -r 'select(.paused_at != null).name'",
    )
    .action(
      run(async (context) => {
        const { words } = context;
        const { head } = words.text;
        const { items } = await dataOf((await context.api()).schedules.$get({ query: { limit: "500" } }));
        await context.rows(
          [
            { head: head.name, value: ({ name }) => name },
            { head: head.state, value: (row) => stateText(row, words) },
            { head: head.times, value: timesText, flexible: true },
            { head: head.target, value: ({ task, name }) => task?.kind ?? name, flexible: true },
            { head: head.next, value: ({ next_at }) => timeText(next_at) },
            {
              head: head.last,
              value: ({ last_run }) => slotText(last_run, words),
              paint: (text, { last_run }) =>
                last_run ? stateColor(context, answerOf(last_run))(text) : text,
            },
          ],
          items,
        );
      }),
    );

  for (const [action, done] of [
    ["pause", "paused"],
    ["resume", "resumed"],
    ["restore", "restored"],
  ] as const)
    schedule
      .command(action)
      .description(
        {
          pause: "pause a schedule: its slots are skipped until it is resumed",
          resume: "resume a paused schedule",
          restore: "bring a removed schedule back",
        }[action],
      )
      .argument("<name>", "name of the schedule", readId)
      .addHelpText("after", `\nExamples:\n  jobdata schedule ${action} crawl-mornings`)
      .action(
        run(async (context, name: string) => {
          const after = await dataOf(
            (await context.api()).schedules[":name"][action].$post({ param: { name } }),
          );
          await context.say(context.words.text[done], { name });
          await context.value(after);
        }),
      );

  schedule
    .command("run")
    .description("run a schedule now, once; skipped while a run of it goes on")
    .argument("<name>", "name of the schedule", readId)
    .addHelpText(
      "after",
      "\nExamples:\n  jobdata schedule run clean-up\n  jobdata schedule run crawl-mornings --json | jq -r .task_id",
    )
    .action(
      run(async (context, name: string) => {
        const slot = await dataOf((await context.api()).schedules[":name"].run.$post({ param: { name } }));
        await context.rows(slotColumns(context), [slot]);
        if (slot.error !== null) throw failedError("run_failed", `${name} ran and failed: ${slot.error}`);
      }),
    );

  schedule
    .command("slots")
    .description("list the slots of a schedule, newest first: fired, late, skipped or missed, and why")
    .argument("<name>", "name of the schedule", readId)
    .addOption(new Option("--status <status>", "with this answer").choices(SLOT_STATUSES))
    .addOption(new Option("--reason <reason>", "for this reason").choices(SLOT_REASONS))
    .option("--from <time>", "slots from then on", (text: string) => readWhen(text))
    .option("--to <time>", "slots until then", (text: string) => readWhen(text))
    .addOption(LIMIT)
    .addOption(ALL)
    .addHelpText("after", "\nExamples:\n  jobdata schedule slots clean-up --status missed --from -7d")
    .action(
      run(
        async (
          context,
          name: string,
          options: PageOptions & { status?: SlotStatus; reason?: SlotReason; from?: number; to?: number },
        ) => {
          const api = await context.api();
          const { status, reason } = options;
          const [from, to] = [options.from, options.to].map((at) =>
            at === undefined ? undefined : String(at),
          );
          await context.list(slotColumns(context), options, (page) =>
            dataOf(
              api.schedules[":name"].slots.$get({
                param: { name },
                query: { status, reason, from, to, ...page },
              }),
            ),
          );
        },
      ),
    );

  schedule
    .command("backfill")
    .description("run the missed slots of a span, each once, after showing how many they are")
    .argument("<name>", "name of the schedule", readId)
    .requiredOption("--from <time>", "first minute: 2026-11-01, -7d …", (text: string) => readWhen(text))
    .option("--to <time>", "last minute (now when left out)", (text: string) => readWhen(text))
    .option("--with-skipped", "skipped slots too")
    .option("--yes", "do not ask")
    .addHelpText(
      "after",
      "\nExamples:\n  jobdata schedule backfill crawl-mornings --from -7d\n  jobdata schedule backfill clean-up --from 2026-11-01 --to 2026-11-08 --yes --json",
    )
    .action(
      run(async (context, name: string, options: BackfillOptions) => {
        const { text } = context.words;
        const { from, to = context.io.now(), withSkipped = false } = options;
        const routes = (await context.api()).schedules[":name"].backfills;
        const query = {
          from: String(from),
          to: String(to),
          with_skipped: withSkipped ? "true" : "false",
        } as const;
        const { count } = await dataOf(routes.preview.$get({ param: { name }, query }));
        if (count === 0) {
          await context.say(text.backfillNothing);
          return context.value({ count, backfill: null });
        }
        await context.note(fill(text.backfillPreview, { count, from: timeText(from), to: timeText(to) }));
        if (!(await context.confirm(text.backfillAsk, options.yes))) return context.note(text.notDone);
        const json = { from, to, with_skipped: withSkipped };
        const backfill = await dataOf(routes.$post({ param: { name }, json }));
        await context.say(text.backfillBegun, { total: backfill.total });
        await context.value({ count, backfill });
      }),
    );

  schedule
    .command("remove")
    .description("remove a schedule of people; it can be restored for 30 days")
    .argument("<name>", "name of the schedule", readId)
    .addHelpText("after", "\nExamples:\n  jobdata schedule remove crawl-mornings")
    .action(
      run(async (context, name: string) => {
        const { schedule: gone } = await dataOf(
          (await context.api()).schedules[":name"].$delete({ param: { name } }),
        );
        await context.say(context.words.text.removed, { name });
        await context.value(gone);
      }),
    );
}
