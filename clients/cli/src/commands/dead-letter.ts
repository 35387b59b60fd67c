/** `dead-letter`: parts of uploads that ClickHouse refused for their data. */
import type { Command } from "commander";
import { ALL, LIMIT, type PageOptions } from "../api/pages.ts";
import { dataOf } from "../api/server.ts";
import { collectIds } from "../arguments.ts";
import { usageError } from "../exit.ts";
import { timeText } from "../output/format.ts";
import { wordFor } from "../words/words.ts";
import type { Run } from "./run.ts";

export function addDeadLetterCommands(program: Command, run: Run): void {
  const group = program
    .command("dead-letter")
    .description("parts of uploads that ClickHouse refused for their data");
  group
    .command("list")
    .description("list dead letters, newest first")
    .addOption(LIMIT)
    .addOption(ALL)
    .addHelpText(
      "after",
      "\nExamples:\n  jobdata dead-letter list\n  jobdata dead-letter list --json | jq .problems",
    )
    .action(
      run(async (context, options: PageOptions) => {
        const { words } = context;
        const { head } = words.text;
        const letters = (await context.api()).ingest["dead-letters"];
        await context.list(
          [
            { head: head.id, value: ({ id }) => id },
            { head: head.platform, value: ({ platform }) => wordFor(words.shared.platform, platform) },
            { head: head.dataType, value: ({ data_type }) => data_type },
            { head: head.rows, value: ({ received }) => received, align: "end" },
            { head: head.attempts, value: ({ attempts }) => attempts, align: "end" },
            { head: head.died, value: ({ dead_at }) => timeText(dead_at) },
            { head: head.error, value: ({ error }) => error, flexible: true },
          ],
          options,
          (page) => dataOf(letters.$get({ query: page })),
        );
      }),
    );
  group
    .command("replay")
    .description("put dead letters back in line")
    .argument("[ids...]", "ids of dead letters", collectIds)
    .option("--all", "all of them")
    .addHelpText(
      "after",
      "\nExamples:\n  jobdata dead-letter replay 8c1f…\n  jobdata dead-letter replay --all",
    )
    .action(
      run(async (context, ids: string[] = [], { all = false }: { all?: boolean }) => {
        if (all === ids.length > 0) throw usageError("either ids of dead letters or --all is needed");
        const letters = (await context.api()).ingest["dead-letters"];
        let replayed = 0;
        for (const id of ids) {
          await dataOf(letters[":id"].replay.$post({ param: { id } }));
          replayed += 1;
        }
        // The API replays page by page.
        for (let more = all; more; ) {
          const page = await dataOf(letters.replay.$post());
          replayed += page.replayed;
          more = page.more && page.replayed > 0;
        }
        await context.say(context.words.text.replayed, { count: replayed });
        await context.value({ replayed });
      }),
    );
}
