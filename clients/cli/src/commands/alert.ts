/** `alert`: what the rules found, and who has taken it over. */
import { type Command, Option } from "commander";
import {
  ALERT_SEVERITIES,
  ALERT_STATES,
  type AlertSeverity,
  type AlertState,
  COMPARISON_SIGNS,
} from "../../../../shared/contracts/alert.ts";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import { PLATFORMS } from "../../../../shared/contracts/vocabulary.ts";
import { BUILT_IN_RULES } from "../../../../shared/domain/alerts/built-in-rules.ts";
import { ALL, LIMIT, type PageOptions } from "../api/pages.ts";
import { type Api, dataOf, type ItemOf } from "../api/server.ts";
import { collectIds } from "../arguments.ts";
import { type Context, stateColor } from "../context.ts";
import { timeText } from "../output/format.ts";
import type { Column } from "../output/table.ts";
import { wordFor } from "../words/words.ts";
import type { Run } from "./run.ts";

type AlertView = ItemOf<Api["alerts"]["$get"]>;
type ListedState = AlertState | "open" | "all";

const SEVERITY_COLORS = { critical: "red", warning: "yellow", info: "cyan" } as const;

/** Built-in rules have a name in both languages, unless a person gave them another one. */
function ruleName({ rule }: AlertView, { language }: Context["words"]): string {
  const known = Object.entries(BUILT_IN_RULES).find(([name]) => name === rule.built_in)?.[1];
  return known && rule.name === known.en ? known[language] : rule.name;
}

function alertColumns(context: Context): Column<AlertView>[] {
  const { words, colors } = context;
  const { head } = words.text;
  return [
    { head: head.id, value: ({ id }) => id },
    {
      head: head.severity,
      value: ({ severity }) => wordFor(words.severity, severity),
      paint: (text, { severity }) => colors[SEVERITY_COLORS[severity]](text),
    },
    {
      head: head.state,
      value: ({ state }) => wordFor(words.alert, state),
      paint: (text, { state }) => stateColor(context, state)(text),
    },
    { head: head.rule, value: (alert) => ruleName(alert, words), flexible: true },
    {
      head: head.labelsOf,
      value: ({ labels }) =>
        Object.entries(labels)
          .map(([name, value]) => `${name}=${value}`)
          .join(" "),
      flexible: true,
    },
    {
      head: head.value,
      value: ({ value, threshold, rule }) =>
        value === null ? null : `${value} ${COMPARISON_SIGNS[rule.comparison]} ${threshold}`,
      align: "end",
    },
    { head: head.since, value: ({ since }) => timeText(since) },
    { head: head.takenBy, value: ({ acknowledged_by }) => acknowledged_by },
  ];
}

export function addAlertCommands(program: Command, run: Run): void {
  const alert = program.command("alert").description("alerts, and taking them over");

  alert
    .command("list")
    .description("list alerts, newest first")
    .addOption(
      new Option("--state <state>", "in this state; open: every state but resolved")
        .choices(["open", "all", ...ALERT_STATES])
        .default("open"),
    )
    .addOption(new Option("--severity <name>", "of this severity").choices(ALERT_SEVERITIES))
    .addOption(new Option("--platform <name>", "of this platform").choices(PLATFORMS))
    .option("--rule <id>", "of this rule")
    .addOption(LIMIT)
    .addOption(ALL)
    .addHelpText(
      "after",
      "\nExamples:\n  jobdata alert list\n  jobdata alert list --severity critical --json | jq -r .id",
    )
    .action(
      run(
        async (
          context,
          options: PageOptions & {
            state: ListedState;
            severity?: AlertSeverity;
            platform?: Platform;
            rule?: string;
          },
        ) => {
          const { severity, platform, rule } = options;
          const state = options.state === "all" ? undefined : options.state;
          const api = await context.api();
          await context.list(alertColumns(context), options, (page) =>
            dataOf(api.alerts.$get({ query: { state, severity, platform, rule, ...page } })),
          );
        },
      ),
    );

  alert
    .command("ack")
    .description("take open alerts over: they stay open, and are told again only when they end")
    .argument("<ids...>", "ids of alerts", collectIds)
    .requiredOption("--note <text>", "why; it stands in the history and in the audit log")
    .addHelpText("after", "\nExamples:\n  jobdata alert ack 0d2f7a1e-… --note 'Tokens are being renewed'")
    .action(
      run(async (context, ids: string[], { note }: { note: string }) => {
        const api = await context.api();
        for (const id of ids) {
          const after = await dataOf(api.alerts[":id"].acknowledge.$post({ param: { id }, json: { note } }));
          await context.say(context.words.text.acknowledged, { id });
          await context.value(after);
        }
      }),
    );
}
