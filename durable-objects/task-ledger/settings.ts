/** The rules of tasks in the lease engine, and the usual window of each queue. */
import { readConfig } from "../../shared/config.ts";
import type { TaskQueue } from "../../shared/contracts/task.ts";
import { TASK_QUEUES } from "../../shared/contracts/vocabulary.ts";
import { DAY_MS, MINUTE_MS } from "../../shared/time.ts";
import type { LeaseRules, LeaseSettings } from "../lease-engine/types.ts";

/**
 * A point of priority is worth a minute of waiting, without a bound: a LOW task (0) runs before every URGENT one (10)
 * that became due 10 minutes after it. Against a flood that came before it, every 8th start takes the priority whose
 * last start is longest ago: with four priorities each has at least one of 32 starts.
 */
export const TASK_RULES: LeaseRules = {
  pickOrder: ["waiting"],
  queuedState: "queued",
  runningState: "running",
  stateWhenDue: () => "waiting",
  msPerPriority: MINUTE_MS,
  maxAgeMs: Number.POSITIVE_INFINITY,
  fairEvery: 8,
};

/**
 * Maximum number of tasks queued or running at once, unless the operator sets another. Images and rows take megabytes of
 * memory each; crawls wait for the pace of their keywords.
 */
export const CONCURRENCY: Record<TaskQueue, number> = {
  default: 16,
  crawler: 8,
  image_processing: 4,
  data_sync: 4,
  batch_processing: 4,
};

/** Ended tasks stay this long after their export, for recovery and for keys that must not be used twice. */
export const KEPT_MS = 7 * DAY_MS;
export const CHECKPOINT_TTL_MS = 30 * DAY_MS;
/** Checkpoints kept per task. */
export const KEPT_CHECKPOINTS = 20;

/** @throws ConfigError */
export function taskLease(env: Env, queue: TaskQueue): LeaseSettings {
  const { LEASE_MS: leaseMs } = readConfig(env);
  return { leaseMs, queuedMs: leaseMs, window: CONCURRENCY[queue], wakes: true };
}

/** @throws Error when the object was reached by an id without such a name */
export function queueOfLedger(name: string | undefined): TaskQueue {
  const queue = TASK_QUEUES.find((known) => known === name);
  if (!queue) throw new Error(`a task ledger is named by its queue, not ${name ?? "nothing"}`);
  return queue;
}
