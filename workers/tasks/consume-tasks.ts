/**
 * Handles a wake-up of a task queue: claims tasks and runs them side by side until none is left or the time budget ends.
 * One call to the ledger settles all tasks that ended meanwhile and claims new ones.
 */
import { backoffMs } from "../../shared/backoff.ts";
import type { TaskWake } from "../../shared/contracts/queues.ts";
import type { TaskQueue } from "../../shared/contracts/task.ts";
import type { TaskEnd, TaskLedgerApi } from "../../shared/contracts/task-ledger.ts";
import { SECOND_MS } from "../../shared/time.ts";
import { type TaskKind, TaskStop } from "./kind.ts";
import { TaskRun } from "./run-task.ts";
import type { TaskServices } from "./task-services.ts";

/** Maximum number of tasks that one consumer runs side by side; the window of the queue is mostly smaller. */
const LANES = 64;
/** A call that failed is repeated: without it the tasks would count as lost, and run again. */
const MAX_CALL_RETRIES = 5;
const CALL_BACKOFF = { baseMs: 200, maxMs: 5000 };

/** An invocation may make 10,000 calls, and tasks make calls of their own: after this many it claims no more. */
const MAX_CALLS = 5000;
/** Interval at which the latest progress of the tasks is sent. */
const BEAT_MS = SECOND_MS;
/** A consumer without a task waits this long for the next one: a wake-up by message takes longer and costs three times as much. */
const LINGER_MS = 250;

export interface TaskRuntime {
  ledger(queue: TaskQueue): TaskLedgerApi;
  kinds: ReadonlyMap<string, TaskKind>;
  services: TaskServices;
}

/**
 * @param budgetMs must be far below the 15 minutes a queue consumer may take: after it, running tasks are told to end
 * @param maxCalls for tests
 */
export async function consumeTasks(
  { ledger: ledgerOf, kinds, services }: TaskRuntime,
  { queue, cause }: TaskWake,
  budgetMs: number,
  maxCalls = MAX_CALLS,
): Promise<void> {
  const { clock, logger } = services;
  const ledger = ledgerOf(queue);
  const holder = `edge:${cause}`.slice(0, 100);
  const deadline = clock.now() + budgetMs;
  const running = new Map<TaskRun, Promise<void>>();
  let isOver = false;
  const budget = setTimeout(() => {
    isOver = true;
    for (const run of running.keys()) run.stop(new TaskStop("budget"));
  }, budgetMs);
  const beats = setInterval(() => {
    for (const run of running.keys()) void run.beat();
  }, BEAT_MS);
  let ends: TaskEnd[] = [];
  let calls = 0;
  try {
    for (;;) {
      const sent = ends;
      ends = [];
      const room = clock.now() < deadline && ++calls <= maxCalls ? LANES - running.size : 0;
      const waitMs = running.size === 0 && room > 0 ? LINGER_MS : 0;
      const { claims, settled } = await repeated(services, () => ledger.next(holder, sent, room, waitMs));
      for (const [index, result] of settled.entries()) {
        // Its lease had ended: another holder runs the task, or it was cancelled.
        if (!result.ok) logger.warn("tasks.end-refused", { task_id: sent[index]?.id, code: result.code });
      }
      for (const claim of claims) {
        const run = new TaskRun(ledger, services, claim);
        if (isOver) run.stop(new TaskStop("budget"));
        const ended = run
          .run(kinds.get(claim.kind))
          .then(
            (end) => {
              if (end) ends.push(end);
            },
            // Nothing settles such a task: its lease expires, and it is tried again.
            (error) => logger.error("tasks.run-failed", { task_id: claim.id, error }),
          )
          .then(() => void running.delete(run));
        running.set(run, ended);
      }
      if (running.size === 0 && ends.length === 0) break;
      if (running.size > 0) {
        await Promise.race(running.values());
        // Tasks that end at the same time are settled in the same call.
        if (running.size > 0) await new Promise((resolve) => setTimeout(resolve, 0));
      }
    }
  } finally {
    clearTimeout(budget);
    clearInterval(beats);
  }
}

async function repeated<T>({ clock }: TaskServices, call: () => Promise<T>): Promise<T> {
  for (let failures = 0; ; failures++) {
    try {
      return await call();
    } catch (error) {
      if (failures >= MAX_CALL_RETRIES) throw error;
      await clock.sleep(backoffMs(failures, CALL_BACKOFF));
    }
  }
}
