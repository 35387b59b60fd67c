/**
 * Calls of the TaskLedger object, one per queue. Every write of a holder carries the fence of its claim; a write with an
 * old fence returns `stale_lease` and changes nothing (X2).
 */
import type { Spread } from "../domain/spread.ts";
import type { Refusal, Result } from "../result.ts";
import type { RecordOwner, RecordReach } from "./access.ts";
import type {
  EndedTaskState,
  RecoveryStrategy,
  Task,
  TaskBatch,
  TaskCheckpoint,
  TaskError,
  TaskEvent,
  TaskPriority,
  TaskQueue,
  TaskQueueStatus,
  TaskState,
  Why,
} from "./task.ts";

export type TaskResult<T> = Result<
  T,
  Refusal<"stale_lease" | "not_found" | "invalid_state" | "conflict" | "dependency_unavailable">
>;

/** A checked new task; `input` is JSON. */
export interface TaskToCreate {
  kind: string;
  input: string;
  priority: TaskPriority;
  key: string | null;
  order_key: string | null;
  depends_on: string[];
  run_at: number | null;
  timeout_s: number;
  max_attempts: number;
}

/** The rights of a task's creator; the task may see and reach no more. */
export interface TaskCaller {
  reach: RecordReach;
  sees_recruiters: boolean;
}

export interface TaskCreator {
  actor: string;
  owner: RecordOwner;
  caller: TaskCaller;
  /** The batch that the tasks belong to. */
  batch?: string;
}

export interface CreatedTask {
  id: string;
  /** False: the key was there already, and `id` is the task that has it. */
  created: boolean;
}

/**
 * What a ledger answers of a task that tasks of another queue are to wait for: done or skipped, not there or out of the
 * creator's reach, or unfinished and watched from now on.
 */
export type WatchAnswer = "met" | "unknown" | { version: number };

/** Says that a task is done or skipped, to the queue whose tasks wait for it. */
export interface MetNotice {
  id: string;
  /** Waits that belong to a later watch go on: the task was unfinished again by then. */
  version: number;
}

export interface TaskClaim {
  id: string;
  kind: string;
  /** JSON. */
  input: string;
  /** Grows with every claim of this task; never reused. */
  fence: number;
  lease_until: number;
  lease_ms: number;
  /** 1 for the first attempt. */
  attempt: number;
  /** Unix ms. */
  timeout_at: number;
  /** The task has checkpoints. */
  resumes: boolean;
  /** The checkpoint that a person chose; null for the last good one. */
  resume_seq: number | null;
  created_by: string;
  owner: RecordOwner;
  caller: TaskCaller;
}

/** Progress that a holder reports while it works. */
export interface ProgressReport {
  done: number;
  total: number | null;
  message: string | null;
}

/** The answer to a holder's report: `stop` says that it must end the task now, as cancelled or as timed out. */
export interface HolderAnswer {
  lease_until: number;
  stop: "cancel" | "timeout" | null;
}

export interface NewCheckpoint {
  cursor: string;
  /** A small body; a large one lies in R2 under `body_key`. */
  body: string | null;
  body_key: string | null;
  /** SHA-256 of the body, hex; null without one. */
  body_sha256: string | null;
  bytes: number;
}

/** A checkpoint with what is needed to verify and use it. */
export interface StoredCheckpoint extends TaskCheckpoint {
  body: string | null;
  body_key: string | null;
  body_sha256: string | null;
}

export type TaskEnding =
  | { kind: "done"; result: string | null }
  | { kind: "failed"; error: TaskError; retry_after_ms?: number }
  | { kind: "cancelled" }
  /** Given back unfinished without counting an attempt; it goes on from its checkpoint at `resume_at`, Unix ms. */
  | { kind: "yield"; resume_at: number };

export interface TaskEnd {
  id: string;
  fence: number;
  end: TaskEnding;
  progress?: ProgressReport;
}

export interface TaskFilter {
  state?: TaskState;
  /** Class of the error of the last try. */
  error_class?: string;
  kind?: string;
  batch?: string;
  key?: string;
  /** Limits the list to tasks within this reach; all when left out. */
  reach?: RecordReach;
}

/** What a bulk action does with each of many tasks. */
export type TaskAction =
  | { kind: "recover"; strategy: RecoveryStrategy | "auto" }
  | { kind: "cancel" }
  | { kind: "set-priority"; priority: TaskPriority };

/** A task with its owner, who is not shown. */
export interface OwnedTask {
  task: Task;
  owner: RecordOwner;
}

/** A task that ended, for the history in ClickHouse. */
export interface EndedTask extends OwnedTask {
  /** Grows with every end in the ledger; a task that is tried again ends once more. */
  ended_seq: number;
}

/** The ends of the last 15 minutes, at most the newest 500. */
export interface TaskMeasures {
  ends: Record<EndedTaskState, number>;
  /** From the last start to the end; null when none ran. */
  run: Spread | null;
  /** From being due to the last start, earlier tries included. */
  wait: Spread | null;
}

export interface TaskLedgerApi {
  /**
   * Results in the order of `tasks`. Sending the same keys again is safe. At most 500 in one call. Where the ledger of
   * another queue that is waited for can't be reached, all are refused as `dependency_unavailable`, and none is made.
   */
  create(tasks: TaskToCreate[], creator: TaskCreator): Promise<TaskResult<CreatedTask>[]>;
  /** Creates one task and answers it, or the one that has its key, in one call. */
  createOne(task: TaskToCreate, creator: TaskCreator): Promise<TaskResult<{ task: Task; created: boolean }>>;
  createBatch(name: string, kind: string, creator: TaskCreator): Promise<TaskBatch>;
  /** Closes a batch: it takes no more tasks. */
  sealBatch(id: string): Promise<TaskResult<TaskBatch>>;
  /** Deletes a batch that no task came into; another one stays. */
  dropEmptyBatch(id: string): Promise<void>;
  batch(id: string): Promise<{ batch: TaskBatch; owner: RecordOwner } | null>;
  batches(reach: RecordReach, limit: number, beforeId?: string): Promise<TaskBatch[]>;
  /** Cancels up to 500 tasks after `afterId`. @returns where to go on; null at the end */
  cancelBatch(
    id: string,
    actor: string,
    afterId: string,
  ): Promise<{ cancelled: number; next: string | null }>;
  get(id: string): Promise<OwnedTask | null>;
  events(id: string): Promise<TaskEvent[]>;
  /** Newest first, strictly before `beforeId`. */
  list(filter: TaskFilter, limit: number, beforeId?: string): Promise<Task[]>;
  cancel(id: string, actor: string): Promise<TaskResult<Task>>;
  /** @param checkpoint with RESUME: go on from this one instead of the last good one */
  recover(
    id: string,
    strategy: RecoveryStrategy | "auto",
    actor: string,
    checkpoint?: number,
  ): Promise<TaskResult<{ task: Task; strategy: RecoveryStrategy }>>;
  /** The ids of `list`, without reading the tasks. */
  ids(filter: TaskFilter, limit: number, beforeId?: string): Promise<string[]>;
  /**
   * Acts on many tasks, each on its own; the answers are in the order of `ids`. A task whose timeline has an entry of
   * this actor already is done and stays as it is, so a repeat after a crash changes nothing.
   * @param actor names one bulk action
   * @param barred kinds of tasks that are refused
   */
  actMany(
    ids: string[],
    action: TaskAction,
    actor: string,
    reach: RecordReach,
    barred?: string[],
  ): Promise<TaskResult<null>[]>;
  /** @param reach of whoever asks: tasks beyond it that this one waits for are counted, and nothing else is said of them */
  why(id: string, reach: RecordReach): Promise<Why | null>;
  /**
   * Another ledger asks before it creates tasks that wait for these, at most 1000; an unfinished one is then watched for
   * it: once it is done or skipped, `dependenciesMet` is called there until it answers. In the order of `ids`.
   */
  watch(by: TaskQueue, ids: string[], reach: RecordReach): Promise<WatchAnswer[]>;
  /** Another ledger tells that tasks of its queue are done or skipped. Saying it again changes nothing. */
  dependenciesMet(notices: MetNotice[]): Promise<void>;
  /** @returns those of the tasks of another queue that some task of this one waits for, or is about to */
  stillAwaited(ids: string[]): Promise<string[]>;
  /** The states of tasks in the order of `ids`; null for one that is not there or out of reach. */
  states(ids: string[], reach: RecordReach): Promise<(TaskState | null)[]>;
  /**
   * Ends `ends`, then leases up to `limit` tasks, in one transaction.
   * @param waitMs how long to wait for tasks when there are none, up to a second; the ends are stored before
   */
  next(
    holder: string,
    ends: TaskEnd[],
    limit: number,
    waitMs?: number,
  ): Promise<{ settled: TaskResult<{ state: TaskState }>[]; claims: TaskClaim[] }>;
  /** Keeps the lease and notes progress. */
  report(id: string, fence: number, progress?: ProgressReport): Promise<TaskResult<HolderAnswer>>;
  checkpoint(
    id: string,
    fence: number,
    checkpoint: NewCheckpoint,
    progress?: ProgressReport,
  ): Promise<TaskResult<HolderAnswer & { seq: number }>>;
  /** Adds a person's checkpoint to a task that does not run. */
  addCheckpoint(id: string, checkpoint: NewCheckpoint, actor: string): Promise<TaskResult<TaskCheckpoint>>;
  /** Newest first. */
  checkpoints(id: string): Promise<StoredCheckpoint[]>;
  /** Notes in the timeline that the holder passed over a checkpoint that is broken. */
  checkpointSkipped(id: string, fence: number, seq: number, problem: string): Promise<void>;
  status(): Promise<TaskQueueStatus>;
  measures(): Promise<TaskMeasures>;
  setQueue(change: { paused?: boolean; concurrency?: number }, actor: string): Promise<TaskQueueStatus>;
  dispatch(cause?: string): Promise<{ queued: number }>;
  /** Lists the ends after the last confirmed one, oldest first. */
  endedToExport(limit: number): Promise<{ queue: TaskQueue; ended: EndedTask[]; through: number }>;
  /**
   * Confirms that ends are in ClickHouse, and deletes tasks that ended long ago.
   * @returns ids of deleted tasks whose bodies in R2 are to be deleted
   */
  endedExported(through: number): Promise<string[]>;
}
