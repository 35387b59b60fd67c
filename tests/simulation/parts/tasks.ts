/** Tasks are created, run by the real consumer, cancelled, recovered, batched and exported. */
import { taskLedger } from "../../../durable-objects/task-ledger/client.ts";
import { CONCURRENCY } from "../../../durable-objects/task-ledger/settings.ts";
import type { KeywordLedgerApi } from "../../../shared/contracts/keyword-ledger.ts";
import type { Platform } from "../../../shared/contracts/platform.ts";
import type { NewTask, TaskQueue } from "../../../shared/contracts/task.ts";
import type { TaskCreator, TaskLedgerApi } from "../../../shared/contracts/task-ledger.ts";
import { RECOVERY_STRATEGIES, TASK_PRIORITIES } from "../../../shared/contracts/vocabulary.ts";
import { HOUR_MS } from "../../../shared/time.ts";
import { exportTaskRuns } from "../../../workers/schedule/jobs/export-task-runs.ts";
import type { ScheduleServices } from "../../../workers/schedule/schedule-services.ts";
import type { TaskRuntime } from "../../../workers/tasks/consume-tasks.ts";
import { createTasks } from "../../../workers/tasks/create-tasks.ts";
import { crawlKeywords } from "../../../workers/tasks/kinds/keywords.crawl.ts";
import type { TaskServices } from "../../../workers/tasks/task-services.ts";
import type { Tasks } from "../../../workers/tasks/tasks.ts";
import { LeaseRows } from "../checks/lease-rows.ts";
import { TaskRows } from "../checks/task-rows.ts";
import type { ObjectHost } from "../platform/objects.ts";
import { type Part, QUIET, type Simulation } from "../simulation.ts";
import { COUNT, COUNT_ELSEWHERE, countingTask } from "./counting-task.ts";
import { hasTables } from "./keywords.ts";

const QUEUES_USED: readonly TaskQueue[] = ["default", "crawler", "image_processing"];
/** Queues in which people make tasks that count, and the kind of each. */
const COUNTED = { default: COUNT, image_processing: COUNT_ELSEWHERE };
type CountedQueue = keyof typeof COUNTED;
const otherThan = (queue: CountedQueue): CountedQueue =>
  queue === "default" ? "image_processing" : "default";
/** Share of the calls that make tasks in the second one. */
const ELSEWHERE_SHARE = 0.3;
const MAX_OPEN = 30;
/** Share of the calls between ledgers whose answer takes some seconds. */
const LATE_ANSWER_SHARE = 0.2;

export const CREATOR: TaskCreator = {
  actor: "person",
  owner: { ownerId: null, departmentId: null },
  caller: { reach: { kind: "all" }, sees_recruiters: false },
};

interface SimulatedTasks {
  part: Part;
  runtime: TaskRuntime;
  tasks: Tasks;
}

export function tasksPart(
  simulation: Simulation,
  ledgers: (platform: Platform) => KeywordLedgerApi[],
): SimulatedTasks {
  const { world, objects, env, blobs: store, clock } = simulation;
  const { chance } = world;
  const leases = new LeaseRows(world);
  const rows = new TaskRows(world, (queue) => objects.host("TaskLedger", queue));
  objects.watch((at, ...call) => (at.kind === "TaskLedger" ? leases.watch(at, ...call) : undefined));
  objects.watch((at, ...call) => (at.kind === "TaskLedger" ? rows.watch(at, ...call) : undefined));
  // Tasks end while somebody waits for the answer that they are watched.
  objects.lateAnswers.set("watch", () =>
    !world.isCalm && chance.happens(LATE_ANSWER_SHARE) ? chance.between(1, 8000) : 0,
  );
  const kinds = [
    ...(Object.keys(COUNTED) as CountedQueue[]).map((queue) => countingTask(world, COUNTED[queue], queue)),
    crawlKeywords,
  ];
  const ledger = (queue: TaskQueue): TaskLedgerApi => taskLedger(env, queue);
  const tasks = createTasks({ kinds, ledger, clock, history: { search: async () => [] } });
  const hosts = () => QUEUES_USED.map((queue) => objects.host("TaskLedger", queue)).filter(hasTables);
  const person = (name: string, work: () => Promise<unknown>) => simulation.invoke(`a person: ${name}`, work);
  const someQueue = () => chance.pick(QUEUES_USED) ?? "default";
  const idsOf = (queue: TaskQueue, where = "1") => {
    const host = objects.host("TaskLedger", queue);
    return hasTables(host)
      ? host.data.rows<{ id: string }>(`SELECT id FROM tasks WHERE ${where}`).map(({ id }) => id)
      : [];
  };
  const openOf = (queue: TaskQueue) => idsOf(queue, "ended_at IS NULL").length;

  /** Some task, of the same queue or of any other. */
  const someTask = (queue: TaskQueue): string[] => {
    const id = chance.pick(idsOf(chance.happens(0.5) ? queue : someQueue()));
    return id === undefined ? [] : [id];
  };
  const newTask = (queue: CountedQueue): NewTask => {
    const dependencies = chance.happens(0.3) ? someTask(queue) : [];
    if (dependencies.length > 0 && chance.happens(0.3)) dependencies.push(...someTask(queue));
    return {
      kind: COUNTED[queue],
      input: { to: chance.between(0, 4) },
      priority: chance.pick(TASK_PRIORITIES) ?? 5,
      ...(chance.happens(0.3) && { key: `key-${chance.below(40)}` }),
      ...(chance.happens(0.3) && { order_key: `order-${chance.below(3)}` }),
      ...(chance.happens(0.2) && { run_at: world.now + chance.between(0, 48 * HOUR_MS) }),
      depends_on: dependencies,
      timeout_s: chance.between(30, 3600),
      max_attempts: chance.between(1, 5),
    };
  };
  /** Has a person make new tasks, unless many are open. */
  const createSome = (
    name: string,
    least: number,
    most: number,
    make: (wanted: NewTask[], queue: CountedQueue) => Promise<unknown>,
  ) => {
    const queue = chance.happens(ELSEWHERE_SHARE) ? otherThan("default") : "default";
    if (openOf(queue) > MAX_OPEN) return;
    const wanted = Array.from({ length: chance.between(least, most) }, () => newTask(queue));
    person(name, () => make(wanted, queue));
  };
  const create = () => createSome("create tasks", 1, 4, (wanted) => tasks.createMany(wanted, CREATOR));
  const tokens = new Set<string>();
  const insertTaskRuns = (lines: string[], token: string): Promise<void> =>
    world.call(
      "ClickHouse: insert into task_runs",
      () => {
        if (!tokens.has(token)) rows.exported(lines.map((line) => JSON.parse(line)));
        tokens.add(token);
      },
      world.rates.insert,
    );
  /** The job of the platform, at a time of its own. */
  const exportEnded = () =>
    exportTaskRuns.run(
      { taskLedgers: () => QUEUES_USED.map(ledger), insertTaskRuns, store } as unknown as ScheduleServices,
      { slotAt: world.now, requestId: chance.uuid(), logger: QUIET },
    );

  // The kinds that a year of operation runs use no others.
  const services = {
    clock,
    logger: QUIET,
    redact: (text) => text,
    store,
    ledgers,
    ask: () => Promise.reject(new Error("ClickHouse is away")),
    tasks,
  } as Partial<TaskServices> as TaskServices;

  const windowOf = (host: ObjectHost): number => {
    const marks = host.data.rows<{ name: string; value: number }>("SELECT name, value FROM queue_marks");
    const of = (name: string) => marks.find((mark) => mark.name === name)?.value;
    return of("paused") === 1 ? 0 : (of("concurrency") ?? CONCURRENCY[host.name as TaskQueue]);
  };

  return {
    tasks,
    runtime: { ledger, kinds: new Map(kinds.map((kind) => [kind.name, kind])), services },
    part: {
      name: "tasks",
      start: create,
      acts: [
        { name: "create tasks", weight: 8, run: create },
        {
          // Some come while the consumer of those before waits for more.
          name: "create one task after the other",
          weight: 2,
          run: () =>
            createSome("create one task after the other", 5, 15, async (wanted) => {
              for (const task of wanted) {
                await tasks.createMany([task], CREATOR);
                await clock.sleep(chance.between(20, 500));
              }
            }),
        },
        {
          // Some of those that are waited for end while the other queue is asked.
          name: "create tasks that wait for new ones of another queue",
          weight: 4,
          run: () =>
            createSome("create tasks of two queues", 1, 3, async (wanted, queue) => {
              const first = await tasks.createMany(
                wanted.map(() => ({ ...newTask(otherThan(queue)), run_at: undefined })),
                CREATOR,
              );
              await clock.sleep(chance.between(10, 4000));
              const ids = first.flatMap((made) => (made.ok ? [made.value.id] : []));
              await tasks.createMany(
                wanted.map((task) => ({ ...task, depends_on: ids })),
                CREATOR,
              );
            }),
        },
        {
          name: "create a batch",
          weight: 1,
          run: () =>
            createSome("create a batch", 2, 6, async (wanted, queue) => {
              const { id } = await tasks.createBatch("batch", COUNTED[queue], CREATOR);
              await tasks.createMany(wanted, { ...CREATOR, batch: id });
              await ledger(queue).sealBatch(id);
            }),
        },
        {
          name: "crawl the keywords",
          weight: 1,
          run: () => {
            if (openOf("crawler") > 2) return;
            person("crawl the keywords", () =>
              tasks.create({ kind: "keywords.crawl", input: { platform: "zhilian", max: 3 } }, CREATOR),
            );
          },
        },
        {
          name: "cancel a task",
          weight: 3,
          run: () => {
            const queue = someQueue();
            const id = chance.pick(idsOf(queue, "ended_at IS NULL"));
            if (id) person(`cancel ${id}`, () => ledger(queue).cancel(id, "person"));
          },
        },
        {
          name: "cancel a batch",
          weight: 1,
          run: () => {
            const host = objects.host("TaskLedger", "default");
            const batches = hasTables(host) ? host.data.rows<{ id: string }>("SELECT id FROM batches") : [];
            const id = chance.pick(batches)?.id;
            if (id) person(`cancel batch ${id}`, () => ledger("default").cancelBatch(id, "person", ""));
          },
        },
        {
          name: "recover a task",
          weight: 5,
          run: () => {
            const queue = someQueue();
            // People look at what stopped just now.
            const latest = "ended_seq IS NOT NULL ORDER BY ended_seq DESC LIMIT 3";
            const stopped = "ended_at IS NOT NULL OR error_class IS NOT NULL";
            const id = chance.pick(idsOf(queue, chance.happens(0.5) ? latest : stopped));
            const strategy = chance.pick([...RECOVERY_STRATEGIES, "auto" as const]) ?? "auto";
            if (id) person(`${strategy} ${id}`, () => ledger(queue).recover(id, strategy, "person"));
          },
        },
        {
          name: "pause or resume a queue",
          weight: 1,
          run: () => {
            const queue = someQueue();
            const paused = chance.happens(0.4);
            const concurrency = chance.between(1, 8);
            person(`${paused ? "pause" : "resume"} ${queue}`, () =>
              ledger(queue).setQueue({ paused, concurrency }, "person"),
            );
          },
        },
        {
          name: "a checkpoint by hand",
          weight: 1,
          run: () => {
            const id = chance.pick(idsOf("default", "ended_at IS NOT NULL"));
            const made = { cursor: '{"at":1}', body: null, body_key: null, body_sha256: null, bytes: 0 };
            if (id) person(`checkpoint of ${id}`, () => ledger("default").addCheckpoint(id, made, "person"));
          },
        },
        {
          name: "export ended tasks",
          weight: 3,
          run: () => simulation.invoke("export of ended tasks", exportEnded),
        },
        {
          name: "dispatch tasks",
          weight: 1,
          run: () => {
            const queue = someQueue();
            simulation.invoke(`dispatch ${queue}`, () => ledger(queue).dispatch());
          },
        },
      ],
      check(at) {
        if (at.kind !== "TaskLedger" || !hasTables(at)) return;
        // A window that became smaller lets those go on that are at work.
        leases.check(at, { atMost: null, room: windowOf(at) });
        rows.check(at);
      },
      recount() {
        for (const host of hosts()) {
          leases.recount(host);
          rows.recount(host);
        }
      },
      settled() {
        for (const host of hosts()) rows.settled(host);
      },
      tidy() {
        simulation.invoke("export of ended tasks", exportEnded);
        for (const { name } of hosts())
          person(`resume ${name}`, () =>
            ledger(name as TaskQueue).setQueue({ paused: false, concurrency: 8 }, "person"),
          );
      },
      unfinished() {
        for (const host of hosts()) {
          const open = host.data.rows<{ id: string; state: string; phase: string }>(
            // All of them are in these states, which have an index.
            `SELECT id, state, phase FROM work
               WHERE state IN ('retrying', 'waiting', 'queued', 'running')
                 AND (state = 'retrying' OR phase IN ('ready', 'queued', 'held', 'running')) LIMIT 1`,
          )[0];
          if (open) return `task ${open.id} is ${open.state} (${open.phase})`;
          const notice = rows.noticeOf(host);
          if (notice !== null) return notice;
        }
        return null;
      },
    },
  };
}
