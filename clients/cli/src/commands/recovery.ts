/** `recovery`: brings back tasks that stopped. */
import { type Command, Option } from "commander";
import { dataOf } from "../api/server.ts";
import { readId, readWhole } from "../arguments.ts";
import type { Context } from "../context.ts";
import { failedError, usageError } from "../exit.ts";
import { timeText } from "../output/format.ts";
import { wordFor } from "../words/words.ts";
import type { Run } from "./run.ts";
import { showTask } from "./show-task.ts";

/** The API takes at most this many in one call. */
const MAX_IDS = 100;
const MAX_INPUT_BYTES = 10_000_000;

type Strategy = "RETRY" | "RESTART" | "SKIP" | "MANUAL" | "auto";

/** Reads ids given as arguments; `-` stands for those of the standard input, one a line. @throws CliError */
async function readIds({ io }: Context, given: readonly string[]): Promise<string[]> {
  if (!given.includes("-")) return [...new Set(given)];
  const text = new TextDecoder().decode(await io.input.readAll(MAX_INPUT_BYTES));
  const ids = [...given.filter((id) => id !== "-"), ...text.split(/\s/).filter(Boolean)];
  if (ids.length === 0) throw usageError("the standard input holds no id");
  return [...new Set(ids)];
}

/** @throws CliError when at least one was refused */
async function recoverMany(context: Context, given: readonly string[], strategy: Strategy): Promise<void> {
  const { words } = context;
  const api = await context.api();
  const ids = await readIds(context, given);
  let refused = 0;
  for (let start = 0; start < ids.length; start += MAX_IDS) {
    const part = ids.slice(start, start + MAX_IDS);
    const { items } = await dataOf(api.tasks.recover.$post({ json: { ids: part, strategy } }));
    for (const { id, ok, strategy: used, message } of items) {
      if (ok)
        await context.say(words.text.recovered, { id, strategy: wordFor(words.recovery, used ?? strategy) });
      else await context.say(words.text.refusedOne, { id, message: message ?? "" });
      await context.value({ id, ok, strategy: used, message });
      if (!ok) refused += 1;
    }
  }
  if (refused > 0) throw failedError("refused", `${refused} of ${ids.length} tasks were refused`);
}

export function addRecoveryCommands(program: Command, run: Run): void {
  const recovery = program.command("recovery").description("checkpoints of tasks, and tasks that stopped");

  recovery
    .command("checkpoints")
    .description("list the latest checkpoints of a task, newest first")
    .argument("<task>", "id of the task", readId)
    .addHelpText("after", "\nExamples:\n  jobdata recovery checkpoints 0199c5a0-…")
    .action(
      run(async (context, id: string) => {
        const { head } = context.words.text;
        const call = { param: { id }, query: { limit: "500" } };
        const { items } = await dataOf((await context.api()).tasks[":id"].checkpoints.$get(call));
        await context.rows(
          [
            { head: head.seq, value: ({ seq }) => seq, align: "end" },
            { head: head.created, value: ({ created_at }) => timeText(created_at) },
            { head: head.by, value: ({ by }) => by },
            { head: head.bytes, value: ({ bytes }) => bytes, align: "end" },
            { head: head.problem, value: ({ problem }) => problem, paint: context.colors.red },
            { head: head.cursor, value: ({ cursor }) => cursor, flexible: true },
          ],
          items,
        );
      }),
    );

  recovery
    .command("resume")
    .description("let a task go on from its last good checkpoint, or from a chosen one")
    .argument("<task>", "id of the task", readId)
    .option("--checkpoint <n>", "number of the checkpoint to go on from", readWhole)
    .addHelpText(
      "after",
      "\nExamples:\n  jobdata recovery resume 0199c5a0-…\n  jobdata recovery resume 0199c5a0-… --checkpoint 3",
    )
    .action(
      run(async (context, id: string, { checkpoint }: { checkpoint?: number }) => {
        const json = { strategy: "RESUME" as const, checkpoint };
        const { task } = await dataOf(
          (await context.api()).tasks[":id"].recover.$post({ param: { id }, json }),
        );
        await showTask(context, task);
        await context.value(task);
      }),
    );

  recovery
    .command("retry")
    .description("try tasks again, each on its own; exit code 1 when one is refused")
    .argument("<tasks...>", "ids of tasks; - reads them from the standard input")
    .addOption(
      new Option(
        "--strategy <name>",
        "RETRY goes on from a checkpoint, RESTART begins anew, auto decides by the class of the error, MANUAL leaves it to a person",
      )
        .choices(["RETRY", "RESTART", "auto", "MANUAL"])
        .default("RETRY"),
    )
    .addHelpText(
      "after",
      "\nExamples:\n  jobdata recovery retry 0199c5a0-…\n  jobdata task list --state failed --all --json | jq -r .id | jobdata recovery retry - --strategy auto",
    )
    .action(
      run((context, ids: string[], { strategy }: { strategy: Strategy }) =>
        recoverMany(context, ids, strategy),
      ),
    );

  recovery
    .command("skip")
    .description("end tasks as skipped, and let go on what waits for them")
    .argument("<tasks...>", "ids of tasks; - reads them from the standard input")
    .addHelpText("after", "\nExamples:\n  jobdata recovery skip 0199c5a0-…")
    .action(run((context, ids: string[]) => recoverMany(context, ids, "SKIP")));
}
