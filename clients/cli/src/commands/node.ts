/** `node`: crawler nodes. */
import type { Command } from "commander";
import { ALL, LIMIT, type PageOptions } from "../api/pages.ts";
import { dataOf } from "../api/server.ts";
import { stateColor } from "../context.ts";
import { timeText } from "../output/format.ts";
import { wordFor } from "../words/words.ts";
import type { Run } from "./run.ts";

export function addNodeCommands(program: Command, run: Run): void {
  const node = program.command("node").description("crawler nodes");
  node
    .command("list")
    .description("list the crawler nodes and what they do")
    .option("--deleted", "removed ones too")
    .addOption(LIMIT)
    .addOption(ALL)
    .addHelpText(
      "after",
      "\nExamples:\n  jobdata node list\n  jobdata node list --json | jq -r 'select(.state==\"offline\").name'",
    )
    .action(
      run(async (context, options: PageOptions & { deleted?: boolean }) => {
        const { words } = context;
        const { head } = words.text;
        const api = await context.api();
        await context.list(
          [
            { head: head.id, value: ({ id }) => id },
            { head: head.name, value: ({ name }) => name, flexible: true },
            {
              head: head.state,
              value: ({ state }) => wordFor(words.node, state),
              paint: (text, { state }) => stateColor(context, state)(text),
            },
            { head: head.labels, value: ({ labels }) => labels.join(" "), flexible: true },
            { head: head.slots, value: ({ leases }) => leases, align: "end" },
            { head: head.version, value: ({ version }) => version },
            { head: head.heartbeat, value: ({ last_beat_at }) => timeText(last_beat_at) },
          ],
          options,
          (page) =>
            dataOf(
              api.nodes.$get({ query: { include_deleted: options.deleted ? "true" : "false", ...page } }),
            ),
        );
      }),
    );
}
