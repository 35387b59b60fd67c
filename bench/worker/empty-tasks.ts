/**
 * Empty tasks, created by the call that schedules and kinds make, from a Worker: `services.tasks`. Ledger, wake-ups of
 * the queue and consumer are the real ones; only the kind is the bench's.
 */
import { z } from "zod";
import { taskLedger } from "../../durable-objects/task-ledger/client.ts";
import type { TaskPriority } from "../../shared/contracts/task.ts";
import { DAY_MS } from "../../shared/time.ts";
import { createApp } from "../../workers/api/app.ts";
import { type AllServices, servicesOf } from "../../workers/services.ts";
import { createTasks } from "../../workers/tasks/create-tasks.ts";
import { defineTaskKind } from "../../workers/tasks/kind.ts";
import { taskKinds } from "../../workers/tasks/registry.ts";
import { takeRows } from "./row-counter.ts";
import { latestEnds } from "./task-ends.ts";

const QUEUE = "default";
const ACTOR = "bench";
const CREATOR = {
  actor: ACTOR,
  owner: { ownerId: null, departmentId: null },
  caller: { reach: { kind: "all" as const }, sees_recruiters: false },
};
/** The most tasks at once that an operator can set. */
const CONCURRENCY = 64;
const POLL_MS = 20;
const LIMIT_MS = 300_000;
/** Tasks that wait are planned at this distance, so that none begins during the bench. */
const AHEAD_MS = 30 * DAY_MS;

const empty = defineTaskKind({
  name: "bench.empty",
  queue: QUEUE,
  needs: [],
  title: { en: "Does nothing", zh: "空任务" },
  input: z.strictObject({}),
  run: async () => undefined,
});
const kinds = [...taskKinds, empty];
const byName = new Map(kinds.map((kind) => [kind.name, kind]));

/** The services with one more kind of task. */
export function withEmptyTasks(services: AllServices): AllServices {
  const { api, tasks } = services;
  const { history } = api.tasks;
  return {
    ...services,
    api: { ...api, tasks: createTasks({ kinds, ledger: tasks.ledger, history, clock: api.clock }) },
    tasks: { ...tasks, kinds: byName },
  };
}

let app: ReturnType<typeof createApp<Env>> | null = null;
/** Serves the API, with the kind of the bench. */
export const emptyTasksApi = (request: Request, env: Env, ctx: ExecutionContext) => {
  app ??= createApp((bindings: Env) => withEmptyTasks(servicesOf(bindings)).api);
  return app.fetch(request, env, ctx);
};

const serviceOf = (env: Env) => withEmptyTasks(servicesOf(env)).api.tasks;
const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Lets the queue run as many tasks at once as it can, or pauses it. */
export async function setTaskQueue(env: Env, { paused }: { paused: boolean }): Promise<object> {
  return taskLedger(env, QUEUE).setQueue({ paused, concurrency: CONCURRENCY }, ACTOR);
}

const doneOf = async (env: Env) => (await taskLedger(env, QUEUE).status()).states.done;

/** @returns once `done` tasks are done */
export async function untilTasksDone(env: Env, { done }: { done: number }): Promise<object> {
  const deadline = Date.now() + LIMIT_MS;
  while ((await doneOf(env)) < done) {
    if (Date.now() > deadline) throw new Error(JSON.stringify(await taskLedger(env, QUEUE).status()));
    await wait(POLL_MS);
  }
  return {};
}

export const tasksDone = async (env: Env) => ({ done: await doneOf(env) });

interface Load {
  count: number;
  /** Tasks in one call. */
  perCall: number;
  /** Callers at once. */
  callers: number;
}

/** Creates tasks and waits until all are done. @returns seconds from the first call to the end of the last task */
export async function runTasks(
  env: Env,
  { count, perCall, callers }: Load,
): Promise<{ seconds: number; rows: number }> {
  const tasks = serviceOf(env);
  const before = await doneOf(env);
  takeRows();
  const startedAt = performance.now();
  let left = count;
  const caller = async () => {
    while (left > 0) {
      const size = Math.min(perCall, left);
      left -= size;
      if (size === 1) await tasks.create({ kind: empty.name }, CREATOR);
      else
        await tasks.createMany(
          Array.from({ length: size }, () => ({ kind: empty.name })),
          CREATOR,
        );
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  await untilTasksDone(env, { done: before + count });
  return { seconds: (performance.now() - startedAt) / 1000, rows: takeRows() };
}

/** Creates tasks at a rate, whether or not the ones before are done. @returns milliseconds of each from its call to its end */
export async function taskLatency(
  env: Env,
  { count, perSecond, priority }: { count: number; perSecond: number; priority: TaskPriority },
): Promise<{ ms: number[] }> {
  const tasks = serviceOf(env);
  const before = await doneOf(env);
  const startedAt = Date.now();
  const calls: Promise<{ id: string; calledAt: number }>[] = [];
  for (let index = 0; index < count; index++) {
    const delay = startedAt + (index * 1000) / perSecond - Date.now();
    if (delay > 0) await wait(delay);
    const calledAt = Date.now();
    calls.push(tasks.create({ kind: empty.name, priority }, CREATOR).then(({ id }) => ({ id, calledAt })));
  }
  const made = await Promise.all(calls);
  await wait(POLL_MS);
  await untilTasksDone(env, { done: before + count });
  const ends = await latestEnds(env, QUEUE, count);
  const ms = made.map(({ id, calledAt }) => {
    const ended = ends.get(id);
    if (ended === undefined) throw new Error(`task ${id} did not end`);
    return ended - calledAt;
  });
  return { ms };
}

/** Makes tasks that wait for a time in a month. */
export async function seedTasks(env: Env, { count }: { count: number }): Promise<{ made: number }> {
  const run_at = Date.now() + AHEAD_MS;
  const made = await serviceOf(env).createMany(
    Array.from({ length: count }, () => ({ kind: empty.name, run_at })),
    CREATOR,
  );
  return { made: made.filter((result) => result.ok).length };
}
