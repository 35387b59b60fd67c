/**
 * Compares tasks with Celery and BullMQ over Redis. An empty task goes from its creation to done, and its result is kept,
 * on each side. Ours are created from a Worker by `services.tasks`, the call that schedules and kinds make, as the peers'
 * are by their own library; then over HTTP too. They go through the ledger, the wake-ups of the queue and a consumer.
 * `--postings` is the number of tasks that wait, 1,000,000 at most.
 */
import { setUpKey } from "../tests/support/set-up-key.ts";
import type { Bench } from "./options.ts";
import { BULLMQ_MISSING, findBullMq, startBullMq } from "./peers/bullmq.ts";
import { CELERY_MISSING, findCelery, type RunningCelery, startCelery } from "./peers/celery.ts";
import type { Missing, Result } from "./result.ts";
import { type Rig, SETUP_TOKEN, type Worker } from "./rig.ts";
import {
  median,
  once,
  quantile,
  type Rounds,
  ratio,
  roundsOf,
  runInTurn,
  spread,
  withSteal,
} from "./rounds.ts";

/** Tasks of one round, which takes some seconds on each side. */
const ONE_BY_ONE = 5000;
const BY_THE_THOUSAND = 20_000;
const PER_CALL = 1000;
/** Callers at once, as requests and schedules call; Celery's caller gains nothing from more than one. */
const CALLERS = 16;
const RATE = 100;
const LATENCY_TASKS = 1000;
const MAX_MANY = 1_000_000;
const SEED_CALL = 5000;
/** HTTP allows 6,000 calls a minute with one key. */
const HTTP_ONE_BY_ONE = 1000;
const HTTP_BY_THE_THOUSAND = 10_000;
const ROWS_TASKS = 2000;

export async function benchTasks(
  rig: Rig,
  { rounds, postings, progress }: Bench,
): Promise<(Result | Missing)[]> {
  const say = (text: string) => progress(`tasks: ${text}`);
  const worker = await rig.worker("tasks", null, { SETUP_TOKEN });
  await worker.call("setTaskQueue", { paused: false });
  // The first tasks load what a Worker that has run for a while has.
  await worker.call("runTasks", { count: PER_CALL, perCall: PER_CALL, callers: 1 });
  const celery = findCelery();
  const running = celery && (await startCelery(celery, rig));
  const many = await withBullMq(rig, worker, rounds, say);
  const single =
    celery && running
      ? await oneByOne(worker, running, celery.versions, rounds, say)
      : { what: "tasks: created one by one, tasks/s", missing: CELERY_MISSING };
  const waits = await latencies(rig, worker, running, Math.min(postings, MAX_MANY), rounds, say);
  await running?.close();
  const http = await overHttp(worker, say);
  await worker.close();
  return [single, many, ...waits, http, await rowsWritten(rig)];
}

const rate = async (worker: Worker, count: number, perCall: number, callers: number): Promise<number> =>
  count / (await worker.call<{ seconds: number }>("runTasks", { count, perCall, callers })).seconds;

async function oneByOne(
  worker: Worker,
  celery: RunningCelery,
  versions: string,
  rounds: number,
  say: (text: string) => void,
): Promise<Result> {
  const sides = [
    { name: "jobdata", run: () => rate(worker, ONE_BY_ONE, 1, CALLERS) },
    { name: "Celery", run: async () => ONE_BY_ONE / (await celery.rate(ONE_BY_ONE)) },
  ];
  const ran = await runInTurn(sides, rounds, (text) => say(`one by one: ${text}`));
  return {
    what: "tasks: empty, created one by one, tasks/s to done",
    against: `Celery (${versions}), result kept`,
    target: { is: "at least", value: 2 },
    ...compared(ran, "jobdata", "Celery"),
    notes: [
      `${perSecond(ran, "jobdata")} and ${perSecond(ran, "Celery")} tasks/s; ${ONE_BY_ONE} tasks a round`,
      `ours by ${CALLERS} callers at once through services.tasks.create in a Worker, each commit on disk; Celery's by apply_async, in Redis's memory`,
    ],
  };
}

async function withBullMq(
  rig: Rig,
  worker: Worker,
  rounds: number,
  say: (text: string) => void,
): Promise<Result | Missing> {
  const what = `tasks: empty, created ${PER_CALL} a call, tasks/s to done`;
  const versions = findBullMq();
  if (versions === null) return { what, missing: BULLMQ_MISSING };
  const peer = await startBullMq(rig);
  const sides = [
    { name: "jobdata", run: () => rate(worker, BY_THE_THOUSAND, PER_CALL, 1) },
    {
      name: "BullMQ",
      run: async () => BY_THE_THOUSAND / (await peer.rate(BY_THE_THOUSAND, PER_CALL)),
    },
  ];
  const ran = await runInTurn(sides, rounds, (text) => say(`by the thousand: ${text}`));
  await peer.close();
  return {
    what,
    against: `BullMQ (${versions}), addBulk, result kept`,
    target: { is: "at least", value: 0.5 },
    ...compared(ran, "jobdata", "BullMQ"),
    notes: [
      `${perSecond(ran, "jobdata")} and ${perSecond(ran, "BullMQ")} tasks/s; ${BY_THE_THOUSAND} tasks a round; 1 is the aim`,
    ],
  };
}

const compared = (ran: Rounds, of: string, to: string) => ({
  unit: "ratio" as const,
  ...ratio(ran, of, to),
  ...roundsOf(ran),
});
const perSecond = (ran: Rounds, side: string) =>
  Math.round(median(ran.rates.get(side) ?? [])).toLocaleString("en-US");

/** Seeds ledgers of a million tasks, and measures them, the empty one and Celery in turn. */
async function latencies(
  rig: Rig,
  worker: Worker,
  celery: RunningCelery | null,
  many: number,
  rounds: number,
  say: (text: string) => void,
): Promise<(Result | Missing)[]> {
  const full = await rig.worker("tasks-many");
  await full.call("setTaskQueue", { paused: false });
  await full.call("runTasks", { count: PER_CALL, perCall: PER_CALL, callers: 1 });
  for (let made = 0; made < many; made += SEED_CALL) {
    const { made: seeded } = await full.call<{ made: number }>("seedTasks", { count: SEED_CALL });
    if (seeded !== SEED_CALL) throw new Error(`${seeded} of ${SEED_CALL} waiting tasks were made`);
    if (made % 200_000 === 0) say(`${made.toLocaleString("en-US")} waiting tasks made`);
  }
  const times = new Map<string, { p50: number[]; p99: number[] }>();
  const side = (name: string, measure: () => Promise<number[]>) => {
    const kept = { p50: [] as number[], p99: [] as number[] };
    times.set(name, kept);
    return {
      name,
      async run() {
        const ms = await measure();
        kept.p50.push(quantile(ms, 0.5));
        kept.p99.push(quantile(ms, 0.99));
        return RATE;
      },
    };
  };
  const ours = (of: Worker) => async () => {
    const asked = { count: LATENCY_TASKS, perSecond: RATE, priority: 10 };
    return (await of.call<{ ms: number[] }>("taskLatency", asked)).ms;
  };
  const sides = [
    side("jobdata", ours(worker)),
    ...(celery ? [side("Celery", () => celery.latency(LATENCY_TASKS, RATE))] : []),
    side("full", ours(full)),
  ];
  const ran = await runInTurn(sides, rounds, (text) => say(`latency: ${text}`));
  await full.close();
  const line = (
    share: "p50" | "p99",
    of: string,
    to: string,
    most: number,
    what: string,
    against: string,
  ): Result => {
    const own = times.get(of)?.[share] ?? [];
    const other = times.get(to)?.[share] ?? [];
    return {
      what: `tasks: ${what}, ${share}`,
      against,
      target: { is: "at most", value: most },
      unit: "ratio",
      ...spread(own.map((ms, at) => ms / (other[at] ?? Number.NaN))),
      ...roundsOf(ran),
      notes: [
        `${median(own).toFixed(1)} ms and ${median(other).toFixed(1)} ms; ${LATENCY_TASKS} tasks a round`,
      ],
    };
  };
  const plain = `creation to done at ${RATE}/s`;
  const among = `${plain} with ${many.toLocaleString("en-US")} waiting for their time`;
  return [
    ...(celery
      ? [
          line("p50", "jobdata", "Celery", 2, plain, "Celery"),
          line("p99", "jobdata", "Celery", 1, plain, "Celery"),
        ]
      : [{ what: `tasks: ${plain}`, missing: CELERY_MISSING }]),
    line("p50", "full", "jobdata", 2, among, "itself with none"),
    line("p99", "full", "jobdata", 2, among, "itself with none"),
  ];
}

/** The same over HTTP, for comparison: sign-in, permission, validation, limits and audit log included. */
async function overHttp(worker: Worker, say: (text: string) => void): Promise<Result> {
  say("over HTTP");
  const send = async (
    path: string,
    init: { method: string; headers: Record<string, string>; body: string },
  ) => fetch(`${worker.url}/empty${path}`, init);
  const { key } = await setUpKey(send, SETUP_TOKEN);
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const post = async <T>(path: string, body: object): Promise<T> => {
    const response = await send(`/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    const { message, data } = (await response.json()) as { message: string; data: T };
    if (!response.ok) throw new Error(`${path}: ${response.status} ${message}`);
    return data;
  };
  const timed = async (count: number, create: () => Promise<void>) => {
    const { done } = await worker.call<{ done: number }>("tasksDone");
    const startedAt = performance.now();
    await create();
    await worker.call("untilTasksDone", { done: done + count });
    return count / ((performance.now() - startedAt) / 1000);
  };
  const { value, steal } = await withSteal(async () => {
    let left = HTTP_ONE_BY_ONE;
    const caller = async () => {
      while (left-- > 0) await post("/tasks", { kind: "bench.empty" });
    };
    const single = await timed(HTTP_ONE_BY_ONE, async () => {
      await Promise.all(Array.from({ length: CALLERS }, caller));
    });
    const { id } = await post<{ id: string }>("/task-batches", {
      ...{ name: "bench", kind: "bench.empty", items: [], seal: false },
    });
    const items = Array.from({ length: PER_CALL }, () => ({}));
    const many = await timed(HTTP_BY_THE_THOUSAND, async () => {
      for (let made = 0; made < HTTP_BY_THE_THOUSAND; made += PER_CALL)
        await post(`/task-batches/${id}/items`, { items, seal: made + PER_CALL === HTTP_BY_THE_THOUSAND });
    });
    return { single, many };
  });
  return {
    what: "tasks: created one by one over HTTP, tasks/s to done",
    against: "nothing (a figure of its own, not a ratio)",
    target: null,
    unit: "per second",
    ...once(value.single, steal),
    notes: [
      `${CALLERS} callers at once; in a batch, ${PER_CALL} a call: ${Math.round(value.many).toLocaleString("en-US")}/s`,
    ],
  };
}

/** Each row written is billed; a second worker counts them, which costs time. */
async function rowsWritten(rig: Rig): Promise<Result> {
  const worker = await rig.worker("tasks-rows", null, { BENCH_ROWS: "1" });
  await worker.call("setTaskQueue", { paused: false });
  const rowsOf = async (perCall: number) => {
    const load = { count: ROWS_TASKS, perCall, callers: perCall === 1 ? CALLERS : 1 };
    const { rows } = await worker.call<{ rows: number }>("runTasks", load);
    return rows / ROWS_TASKS;
  };
  const single = await rowsOf(1);
  const many = await rowsOf(PER_CALL);
  await worker.close();
  return {
    what: "tasks: rows written for one task, created one by one",
    against: "nothing (a figure of its own, not a ratio)",
    target: null,
    unit: "count",
    ...once(single, null),
    notes: [`${single.toFixed(1)}; created ${PER_CALL} a call ${many.toFixed(1)}; alarms count as one row`],
  };
}
