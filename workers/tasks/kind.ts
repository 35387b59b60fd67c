/** Defines what a kind of task is (B11); each has a file in `kinds/` and a line in `registry.ts`. */
import type { z } from "zod";
import type { RecordOwner } from "../../shared/contracts/access.ts";
import type { TaskCaller } from "../../shared/contracts/task-ledger.ts";
import type { TaskErrorClass } from "../../shared/domain/task-recovery.ts";
import { problemsOf } from "../../shared/errors/validation.ts";
import type { TaskServices } from "./task-services.ts";
import type { KnownKind } from "./tasks.ts";

export interface Resumed<Cursor> {
  seq: number;
  cursor: Cursor;
  body: string | null;
}

/** A task as its kind sees it: the input, and the calls that report progress and store checkpoints. */
export interface RunningTask<Input, Cursor> {
  id: string;
  input: Input;
  /** 1 for the first try. */
  attempt: number;
  /** Who created it, for records of what it does. */
  actor: string;
  owner: RecordOwner;
  /** The task may do no more than its creator. */
  caller: TaskCaller;
  services: TaskServices;
  /** Aborted when the task is cancelled, times out, loses its lease, or its Worker must end. */
  signal: AbortSignal;
  /** The last good checkpoint; null at the beginning. */
  resumed: Resumed<Cursor> | null;
  /** Reports progress. Only the latest values of each second are sent. @param total null where it is unknown */
  progress(done: number, total?: number | null, message?: string | null): void;
  /**
   * Stores a checkpoint; what it says is done must be durable before. @param body up to 8 MB; over 100 KB it lies in R2
   * @throws TaskStop when the task must end now
   */
  checkpoint(cursor: Cursor, body?: string): Promise<void>;
  /** Gives the task back until a time, Unix ms, without counting a try. Call it after a checkpoint. */
  later(at: number): never;
  /** Call it in loops without checkpoints. @throws TaskStop when the task must end now */
  check(): void;
}

export interface TaskKind<Input = unknown, Cursor = unknown> extends KnownKind {
  input: z.ZodType<Input>;
  /** @returns the result, up to 32 KB of JSON */
  run(task: RunningTask<Input, Cursor>): Promise<Record<string, unknown> | undefined>;
}

/** Gives `run` the types of the schema. @param Cursor what a checkpoint holds, as JSON up to 4,000 characters */
export const defineTaskKind = <Input, Cursor = unknown>(kind: TaskKind<Input, Cursor>): TaskKind =>
  kind as unknown as TaskKind;

/**
 * @param schema of the kind's cursors
 * @returns where to go on
 * @throws TaskFailure bad_checkpoint for one that was written by hand and does not fit: no further try would
 */
export function cursorOf<Cursor>(schema: z.ZodType<Cursor>, { seq, cursor }: Resumed<unknown>): Cursor {
  const read = schema.safeParse(cursor);
  if (read.success) return read.data;
  const [problem] = problemsOf(read.error, "cursor");
  const reason = problem ? `${problem.field} ${problem.reason}` : "it can't be read";
  throw new TaskFailure(
    "invalid-input",
    "bad_checkpoint",
    `checkpoint ${seq} does not fit the task: ${reason}`,
  );
}

/** A kind throws it when it knows the class of its error. */
export class TaskFailure extends Error {
  readonly errorClass: TaskErrorClass;
  readonly code: string;
  readonly retryAfterMs: number | undefined;

  constructor(errorClass: TaskErrorClass, code: string, message: string, retryAfterMs?: number) {
    super(message);
    this.name = "TaskFailure";
    this.errorClass = errorClass;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Stops a task before it is done. */
export class TaskStop extends Error {
  readonly why: "cancel" | "timeout" | "lost" | "later" | "budget";
  /** Unix ms, for `later`. */
  readonly resumeAt: number;

  constructor(why: TaskStop["why"], resumeAt = 0) {
    super(`the task ends: ${why}`);
    this.name = "TaskStop";
    this.why = why;
    this.resumeAt = resumeAt;
  }
}
