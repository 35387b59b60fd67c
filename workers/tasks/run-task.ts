/** Runs one claimed task: resumes it, keeps its lease, reports its progress, and returns how it ended. */
import { MAX_RESULT_BYTES } from "../../shared/contracts/task.ts";
import type {
  HolderAnswer,
  ProgressReport,
  TaskClaim,
  TaskEnd,
  TaskEnding,
  TaskLedgerApi,
  TaskResult,
} from "../../shared/contracts/task-ledger.ts";
import type { Logger } from "../../shared/log.ts";
import { SECOND_MS } from "../../shared/time.ts";
import { keepCheckpoint, lastGoodCheckpoint } from "./checkpoint-bodies.ts";
import { endingOf } from "./error-of.ts";
import { type RunningTask, TaskFailure, type TaskKind, TaskStop } from "./kind.ts";
import type { TaskServices } from "./task-services.ts";

/** A task that must stop gets this long to end by itself; then the consumer goes on without it. */
const GRACE_MS = 20 * SECOND_MS;

/** A claimed task while it runs. Its consumer calls `beat` every second or so. */
export class TaskRun {
  #progress: ProgressReport | null = null;
  readonly #ledger: TaskLedgerApi;
  readonly #services: TaskServices;
  readonly #claim: TaskClaim;
  readonly #controller = new AbortController();
  /** Rejects some time after the task was stopped, so that one that ignores it does not keep its place. */
  readonly #overdue = Promise.withResolvers<never>();
  #grace: ReturnType<typeof setTimeout> | undefined;
  #isProgressNew = false;
  #isReporting = false;
  #isEnded = false;
  #reportedAt: number;
  #checkpoints = 0;

  constructor(ledger: TaskLedgerApi, services: TaskServices, claim: TaskClaim) {
    this.#ledger = ledger;
    this.#services = services;
    this.#claim = claim;
    this.#reportedAt = services.clock.now();
  }

  /** Runs the task to its end. @returns how it ended; null when its lease is lost and there is nothing to say */
  async run(kind: TaskKind | undefined): Promise<TaskEnd | null> {
    const { id, fence } = this.#claim;
    try {
      const end = await this.#outcome(kind);
      return end && { id, fence, end, ...(this.#progress && { progress: this.#progress }) };
    } finally {
      this.#isEnded = true;
      clearTimeout(this.#grace);
    }
  }

  stop(why: TaskStop): void {
    const { signal } = this.#controller;
    if (signal.aborted || this.#isEnded) return;
    this.#controller.abort(why);
    this.#grace = setTimeout(() => this.#overdue.reject(why), GRACE_MS);
  }

  /** Checks whether there is progress to send, half of the lease is over, or the task has timed out. */
  async beat(): Promise<void> {
    const { id, fence, lease_ms, timeout_at } = this.#claim;
    const now = this.#services.clock.now();
    if (now >= timeout_at) this.stop(new TaskStop("timeout"));
    const isDue = now - this.#reportedAt >= lease_ms / 2;
    if (this.#controller.signal.aborted || this.#isReporting || !(this.#isProgressNew || isDue)) return;
    this.#isReporting = true;
    this.#reportedAt = now;
    this.#isProgressNew = false;
    try {
      this.#hear(await this.#ledger.report(id, fence, this.#progress ?? undefined));
    } catch (error) {
      this.#logger.warn("tasks.report-failed", { error: String(error) });
    } finally {
      this.#isReporting = false;
    }
  }

  get #logger(): Logger {
    const { id, kind, fence } = this.#claim;
    return this.#services.logger.child({ task_id: id, kind, fence });
  }

  async #outcome(kind: TaskKind | undefined): Promise<TaskEnding | null> {
    try {
      if (!kind) throw new TaskFailure("invalid-input", "unknown_kind", `no kind ${this.#claim.kind}`);
      const result = await Promise.race([this.#run(kind), this.#overdue.promise]);
      const json = result === undefined ? null : JSON.stringify(result);
      if (json !== null && json.length > MAX_RESULT_BYTES)
        throw new TaskFailure(
          "unexpected",
          "result_too_large",
          `its result has over ${MAX_RESULT_BYTES} bytes`,
        );
      return { kind: "done", result: json };
    } catch (error) {
      const { redact, clock } = this.#services;
      const end = endingOf(error, this.#controller.signal, redact, clock.now());
      if (end?.kind === "failed") {
        const { code, class: errorClass } = end.error;
        this.#logger.warn("tasks.failed", { code, class: errorClass, error });
      }
      return end;
    }
  }

  async #run(kind: TaskKind): Promise<Record<string, unknown> | undefined> {
    const { id, attempt, created_by, owner, caller } = this.#claim;
    const input = kind.input.safeParse(JSON.parse(this.#claim.input));
    // The schema may have changed since the task was made.
    if (!input.success)
      throw new TaskFailure("invalid-input", "input", input.error.issues[0]?.message ?? "the input is wrong");
    const task: RunningTask<unknown, unknown> = {
      id,
      input: input.data,
      attempt,
      actor: created_by,
      owner,
      caller,
      services: this.#services,
      signal: this.#controller.signal,
      resumed: await this.#resumed(),
      progress: (done, total = null, message = null) => {
        this.#progress = { done, total, message };
        this.#isProgressNew = true;
      },
      checkpoint: (cursor, body) => this.#checkpoint(cursor, body),
      later: (at) => {
        throw new TaskStop("later", at);
      },
      check: () => this.#controller.signal.throwIfAborted(),
    };
    return kind.run(task);
  }

  async #resumed() {
    const { id, fence, resumes, resume_seq } = this.#claim;
    if (!resumes) return null;
    return lastGoodCheckpoint(
      this.#services.store,
      await this.#ledger.checkpoints(id),
      resume_seq,
      async (seq, problem) => {
        this.#logger.warn("tasks.checkpoint-skipped", { seq, problem });
        await this.#ledger.checkpointSkipped(id, fence, seq, problem);
      },
    );
  }

  async #checkpoint(cursor: unknown, body: string | undefined): Promise<void> {
    const { signal } = this.#controller;
    signal.throwIfAborted();
    const { id, fence } = this.#claim;
    const made = await keepCheckpoint(
      this.#services.store,
      id,
      cursor,
      body,
      String(fence),
      this.#checkpoints++,
    );
    this.#hear(await this.#ledger.checkpoint(id, fence, made, this.#progress ?? undefined));
    this.#isProgressNew = false;
    this.#reportedAt = this.#services.clock.now();
    signal.throwIfAborted();
  }

  #hear(answer: TaskResult<HolderAnswer>): void {
    if (!answer.ok) this.stop(new TaskStop("lost"));
    else if (answer.value.stop !== null) this.stop(new TaskStop(answer.value.stop));
  }
}
