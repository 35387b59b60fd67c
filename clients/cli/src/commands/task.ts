/** `task`: create, look up, cancel, follow, explain. */
import { type Command, Option } from "commander";
import type { EndedTaskState, TaskQueue, TaskState } from "../../../../shared/contracts/task.ts";
import { ENDED_TASK_STATES, TASK_QUEUES, TASK_STATES } from "../../../../shared/contracts/vocabulary.ts";
import { ALL, LIMIT, type PageOptions } from "../api/pages.ts";
import { type Api, dataOf, type ItemOf } from "../api/server.ts";
import {
  collect,
  readId,
  readJsonObject,
  readPriority,
  readSpan,
  readWhen,
  readWhole,
} from "../arguments.ts";
import { stateColor } from "../context.ts";
import { spanText, timeText } from "../output/format.ts";
import { fill, wordFor } from "../words/words.ts";
import { endWith, followTask } from "./follow-task.ts";
import type { Run } from "./run.ts";
import { showTask, taskColumns, tasksText } from "./show-task.ts";

type TaskRunView = ItemOf<Api["tasks"]["history"]["$get"]>;

const listOptions = (command: Command) => command.addOption(LIMIT).addOption(ALL);

interface CreateOptions {
  input?: string;
  priority?: 0 | 5 | 8 | 10;
  key?: string;
  orderKey?: string;
  dependsOn?: string[];
  at?: number;
  timeout?: number;
  maxAttempts?: number;
  watch?: boolean;
}

export function addTaskCommands(program: Command, run: Run): void {
  const task = program.command("task").description("create, list, follow and cancel tasks");

  task
    .command("create")
    .description("create a task; with a key that is there already, the task that has it is shown")
    .argument("<kind>", "kind of the task: jobdata task kinds lists them")
    .option("--input <json>", "what to work on: a JSON object, @file, or - for the standard input")
    .option("--priority <name>", "low, normal, high or urgent", readPriority)
    .option("--key <key>", "unique in the queue, so that a repeated call creates it once")
    .option("--order-key <key>", "of tasks with the same one, one runs at a time, in order")
    .option("--depends-on <id>", "task of any queue that must be done first; may be repeated", collect)
    .option("--at <time>", "not before: 2026-11-29T08:30, +30m …", (text: string) => readWhen(text))
    .option("--timeout <span>", "of one try: 90s, 15m, 2h", readSpan)
    .option("--max-attempts <n>", "tries, the first included", readWhole)
    .option("--watch", "follow it to its end, as jobdata task watch does")
    .addHelpText(
      "after",
      `
Examples:
  jobdata task create data.validate --input '{"from":"2026-11-01","to":"2026-11-07"}' --watch
  jobdata task create keywords.crawl --input @cities.json --priority high --key crawl:2026-W48
  jobdata task create data.validate --input - --at +2h < input.json
  jobdata task create images.process --input '{"platform":"qcwy"}' --depends-on 0199c5a0-…`,
    )
    .action(
      run(async (context, kind: string, options: CreateOptions) => {
        const input = options.input === undefined ? {} : await readJsonObject(options.input, context.io);
        const api = await context.api();
        const made = await dataOf(
          api.tasks.$post({
            json: {
              kind,
              input,
              priority: options.priority,
              key: options.key,
              order_key: options.orderKey,
              depends_on: options.dependsOn,
              run_at: options.at,
              timeout_s: options.timeout,
              max_attempts: options.maxAttempts,
            },
          }),
        );
        if (!made.created) await context.note(context.words.text.taskExists);
        if (options.watch) return endWith(context, await followTask(context, made.task.id));
        await showTask(context, made.task);
        await context.value(made.task);
      }),
    );

  task
    .command("info")
    .description("show one task")
    .argument("<id>", "id of the task", readId)
    .addHelpText(
      "after",
      "\nExamples:\n  jobdata task info 0199c5a0-…\n  jobdata task info 0199c5a0-… --json | jq .state",
    )
    .action(
      run(async (context, id: string) => {
        const found = await dataOf((await context.api()).tasks[":id"].$get({ param: { id } }));
        await showTask(context, found);
        await context.value(found);
      }),
    );

  listOptions(task.command("list"))
    .description("list tasks, newest first; those that ended long ago are in task history")
    .addOption(new Option("--queue <name>", "of this queue").choices(TASK_QUEUES))
    .addOption(new Option("--state <state>", "in this state").choices(TASK_STATES))
    .option("--kind <kind>", "of this kind")
    .option("--key <key>", "with this key")
    .option("--batch <id>", "of this batch")
    .addHelpText(
      "after",
      "\nExamples:\n  jobdata task list --state failed\n  jobdata task list --queue crawler --all --json | jq -r .id",
    )
    .action(
      run(
        async (
          context,
          options: PageOptions & {
            queue?: TaskQueue;
            state?: TaskState;
            kind?: string;
            key?: string;
            batch?: string;
          },
        ) => {
          const { queue, state, kind, key, batch } = options;
          const api = await context.api();
          await context.list(taskColumns(context), options, (page) =>
            dataOf(api.tasks.$get({ query: { queue, state, kind, key, batch, ...page } })),
          );
        },
      ),
    );

  listOptions(task.command("history"))
    .description("find ended tasks of the last 180 days")
    .addOption(new Option("--state <state>", "how it ended").choices(ENDED_TASK_STATES))
    .option("--kind <kind>", "of this kind")
    .option("--key <key>", "with this key")
    .option("--error <text>", "part of the error's text")
    .addHelpText("after", "\nExamples:\n  jobdata task history --state failed --error 'no answer'")
    .action(
      run(
        async (
          context,
          options: PageOptions & { state?: EndedTaskState; kind?: string; key?: string; error?: string },
        ) => {
          const { state, kind, key, error } = options;
          const { head } = context.words.text;
          const api = await context.api();
          await context.list(
            [
              { head: head.id, value: ({ id }: TaskRunView) => id },
              { head: head.kind, value: (row) => row.kind },
              {
                head: head.state,
                value: (row) => wordFor(context.words.task, row.state),
                paint: (text, row) => stateColor(context, row.state)(text),
              },
              { head: head.tries, value: ({ attempts }) => attempts, align: "end" },
              { head: head.ended, value: ({ ended_at }) => timeText(Number(ended_at)) },
              { head: head.error, value: (row) => row.error, flexible: true },
            ],
            options,
            (page) => dataOf(api.tasks.history.$get({ query: { state, kind, key, error, ...page } })),
          );
        },
      ),
    );

  task
    .command("kinds")
    .description("list the kinds of tasks; --json has the schema of each input")
    .addHelpText(
      "after",
      "\nExamples:\n  jobdata task kinds\n  jobdata task kinds --json | jq 'select(.name==\"data.validate\").input'",
    )
    .action(
      run(async (context) => {
        const { head, yes, no } = context.words.text;
        const { items } = await dataOf((await context.api()).tasks.kinds.$get({ query: { limit: "500" } }));
        await context.rows(
          [
            { head: head.kind, value: ({ name }) => name },
            { head: head.queue, value: ({ queue }) => wordFor(context.words.queue, queue) },
            { head: head.message, value: ({ title }) => title[context.words.language], flexible: true },
            { head: head.ready, value: ({ allowed }) => (allowed ? yes : no) },
          ],
          items,
        );
      }),
    );

  task
    .command("cancel")
    .description("cancel a task; one that runs stops at its next checkpoint")
    .argument("<id>", "id of the task", readId)
    .addHelpText("after", "\nExamples:\n  jobdata task cancel 0199c5a0-…")
    .action(
      run(async (context, id: string) => {
        const after = await dataOf((await context.api()).tasks[":id"].cancel.$post({ param: { id } }));
        await showTask(context, after);
        await context.value(after);
      }),
    );

  task
    .command("watch")
    .description("follow a task to its end; the exit code tells how it ended")
    .argument("<id>", "id of the task", readId)
    .addHelpText(
      "after",
      `
Exit codes: 0 done or skipped, 1 failed or cancelled. With --json each change is a line, the last one is the end.
Ctrl-C ends the watching, not the task.

Examples:
  jobdata task watch 0199c5a0-…
  jobdata task watch 0199c5a0-… && echo done`,
    )
    .action(run(async (context, id: string) => endWith(context, await followTask(context, id))));

  task
    .command("why")
    .description("why a task does not run at this moment, and when it probably starts")
    .argument("<id>", "id of the task", readId)
    .addHelpText("after", "\nExamples:\n  jobdata task why 0199c5a0-…")
    .action(
      run(async (context, id: string) => {
        const { words, io } = context;
        const { head } = words.text;
        const why = await dataOf((await context.api()).tasks[":id"].why.$get({ param: { id } }));
        const { out_of_reach: outOfReach, not_reached: notReached = [] } = why;
        const values = {
          waits: why.waits_for.join(" ") || words.wait.hidden,
          position: why.position ?? 0,
        };
        // The English message says it.
        const notes = [
          outOfReach === undefined ? "" : fill(words.wait.outOfReach, { count: outOfReach }),
          notReached.length === 0 ? "" : fill(words.wait.notReached, { waits: notReached.join(" ") }),
        ];
        await context.record([
          [head.why, fill(wordFor(words.blocker, why.blocker), values)],
          [head.waitsFor, tasksText(why.waits_for, words)],
          [head.message, words.language === "en" ? why.message : notes.filter(Boolean).join("；")],
          [head.until, timeText(why.until)],
          [
            head.startsAbout,
            why.starts_at &&
              `${timeText(why.starts_at)} (+${spanText(Math.max(0, why.starts_at - io.now()))})`,
          ],
          [head.rate, why.rate_per_minute],
        ]);
        await context.value(why);
      }),
    );
}
