/** `status` and `monitor`: how the system is, and how far its work is. */
import type { Command } from "commander";
import { ApiFailure } from "../../../../pages/src/api/failure.ts";
import { type Api, dataOf, type ItemOf } from "../api/server.ts";
import { type Context, stateColor } from "../context.ts";
import { failedError } from "../exit.ts";
import type { Column } from "../output/table.ts";
import { fill, wordFor } from "../words/words.ts";
import { readHealth } from "./read-health.ts";
import type { Run } from "./run.ts";
import { taskColumns } from "./show-task.ts";

type PlatformView = ItemOf<Api["platforms"]["$get"]>;
type QueueView = ItemOf<Api["tasks"]["queues"]["$get"]>;
const ALL = { limit: "500" } as const;

/** A key may be narrowed to some routes: what it may not read is left out and said. */
async function permitted<T>(context: Context, what: string, call: () => Promise<T>): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof ApiFailure && error.status === 403)) throw error;
    await context.note(`${what}: ${context.words.text.notPermitted}`);
    return null;
  }
}

function platformColumns(context: Context): Column<PlatformView>[] {
  const { words } = context;
  const { head, breaker } = words.text;
  return [
    { head: head.platform, value: ({ platform }) => wordFor(words.shared.platform, platform) },
    {
      head: head.breaker,
      value: ({ gate }) => breaker[gate.breaker],
      paint: (text, { gate }) => stateColor(context, gate.breaker)(text),
    },
    { head: head.ready, value: ({ ready }) => ready, align: "end" },
    { head: words.shared.state.running, value: ({ states }) => states.running, align: "end" },
    { head: words.shared.state.failed, value: ({ states }) => states.failed, align: "end" },
    { head: words.shared.state.blocked, value: ({ states }) => states.blocked, align: "end" },
    { head: head.pages, value: ({ pages_per_minute }) => pages_per_minute, align: "end" },
    { head: head.rows, value: ({ rows }) => rows, align: "end" },
    {
      head: head.coverage,
      value: ({ coverage }) => (coverage === null ? null : `${Math.floor(coverage * 1000) / 10} %`),
      align: "end",
    },
  ];
}

function queueColumns({ words }: Context): Column<QueueView>[] {
  const { head, yes } = words.text;
  return [
    { head: head.queue, value: ({ queue }) => wordFor(words.queue, queue) },
    { head: head.paused, value: ({ paused }) => (paused ? yes : null) },
    { head: words.task.waiting, value: ({ states }) => states.waiting + states.queued, align: "end" },
    { head: words.task.running, value: ({ states }) => states.running, align: "end" },
    { head: words.task.retrying, value: ({ states }) => states.retrying, align: "end" },
    { head: words.task.failed, value: ({ states }) => states.failed, align: "end" },
    { head: head.places, value: ({ concurrency }) => concurrency, align: "end" },
    {
      head: head.rate,
      value: ({ rate_per_minute: rate }) => rate && Math.round(rate * 10) / 10,
      align: "end",
    },
  ];
}

const readQueues = (context: Context, api: Api) =>
  permitted(context, "GET /api/v1/tasks/queues", () => dataOf(api.tasks.queues.$get({ query: ALL })));
const readPlatforms = (context: Context, api: Api) =>
  permitted(context, "GET /api/v1/platforms", () => dataOf(api.platforms.$get({ query: {} })));

/** Tables with a line between them. */
async function tables(context: Context, ...shown: (() => Promise<void>)[]): Promise<void> {
  for (const [at, show] of shown.entries()) {
    if (at > 0 && !context.json) await context.io.out.write("\n");
    await show();
  }
}

export function addMonitorCommands(program: Command, run: Run): void {
  program
    .command("status")
    .description("the system at one glance: who one is, platforms, ingest, task queues")
    .addHelpText(
      "after",
      "\nWith --json one value: {server, user, platforms, ingest, queues}; null is what the key may not read.\n\nExamples:\n  jobdata status\n  jobdata status --json | jq .ingest.waiting_rows",
    )
    .action(
      run(async (context) => {
        const { text } = context.words;
        const { head } = text;
        const { url, api } = await context.server();
        const me = await dataOf(api.auth.me.$get());
        const [platforms, queues] = await Promise.all([
          readPlatforms(context, api),
          readQueues(context, api),
        ]);
        const { user, roles, scopes } = me;
        if (context.json)
          return context.value({
            server: url,
            user: { username: user.username, roles, scopes },
            platforms: platforms?.items ?? null,
            ingest: platforms?.ingest ?? null,
            queues: queues?.items ?? null,
          });
        const ingest = platforms?.ingest;
        await tables(
          context,
          () =>
            context.record([
              [head.server, url],
              [head.user, user.username],
              [head.roles, roles.join(", ")],
              [head.scopes, scopes === null ? text.all : scopes.join(" ")],
              [head.backlog, ingest?.waiting_rows],
              [head.dead, ingest?.dead_letters],
              [head.quarantine, ingest?.quarantined_rows],
              [head.error, ingest?.last_error],
            ]),
          ...(platforms ? [() => context.rows(platformColumns(context), platforms.items)] : []),
          ...(queues ? [() => context.rows(queueColumns(context), queues.items)] : []),
        );
      }),
    );

  const monitor = program.command("monitor").description("health of the parts, and progress of the work");
  monitor
    .command("health")
    .description("each part of the system with its latency; exit code 1 when one is down")
    .addHelpText(
      "after",
      "\nExamples:\n  jobdata monitor health\n  jobdata monitor health --json | jq -r .status",
    )
    .action(
      run(async (context) => {
        const { text } = context.words;
        const { head } = text;
        const health = await readHealth(await context.api());
        if (context.json) await context.value(health);
        else
          await context.rows(
            [
              { head: head.check, value: ({ name }) => name },
              {
                head: head.state,
                value: ({ state }) => wordFor(text.health, state),
                paint: (cell, { state }) => stateColor(context, state)(cell),
              },
              { head: head.latency, value: ({ latency_ms }) => `${latency_ms} ms`, align: "end" },
              { head: head.reason, value: ({ reason }) => reason, flexible: true },
            ],
            health.checks,
          );
        if (health.status !== "down")
          return context.say(health.status === "ok" ? text.healthy : text.degraded);
        const names = health.checks.filter(({ state }) => state === "down").map(({ name }) => name);
        throw failedError("down", fill(text.down, { names: names.join(", ") }));
      }),
    );

  monitor
    .command("progress")
    .description("tasks that run now, and the pace of each platform")
    .addHelpText(
      "after",
      "\nWith --json one value: {tasks, platforms}; null is what the key may not read.\n\nExamples:\n  jobdata monitor progress\n  watch -n 5 jobdata monitor progress",
    )
    .action(
      run(async (context) => {
        const api = await context.api();
        const [tasks, platforms] = await Promise.all([
          permitted(context, "GET /api/v1/tasks", () =>
            dataOf(api.tasks.$get({ query: { state: "running", limit: "200" } })),
          ),
          readPlatforms(context, api),
        ]);
        if (context.json)
          return context.value({ tasks: tasks?.items ?? null, platforms: platforms?.items ?? null });
        await tables(
          context,
          ...(tasks ? [() => context.rows(taskColumns(context), tasks.items)] : []),
          ...(platforms ? [() => context.rows(platformColumns(context), platforms.items)] : []),
        );
      }),
    );
}
