import { DurableObject } from "cloudflare:workers";
import type { RecordOwner, RecordReach } from "../../shared/contracts/access.ts";
import { type TaskWake, taskQueueBinding } from "../../shared/contracts/queues.ts";
import {
  MAX_CONCURRENCY,
  type RecoveryStrategy,
  type Task,
  type TaskBatch,
  type TaskCheckpoint,
  type TaskEvent,
  type TaskQueue,
  type TaskQueueStatus,
  type TaskState,
  type Why,
} from "../../shared/contracts/task.ts";
import type {
  CreatedTask,
  EndedTask,
  HolderAnswer,
  MetNotice,
  NewCheckpoint,
  OwnedTask,
  ProgressReport,
  StoredCheckpoint,
  TaskAction,
  TaskClaim,
  TaskCreator,
  TaskEnd,
  TaskFilter,
  TaskLedgerApi,
  TaskMeasures,
  TaskResult,
  TaskToCreate,
  WatchAnswer,
} from "../../shared/contracts/task-ledger.ts";
import { makeTaskId } from "../../shared/domain/task-id.ts";
import { SECOND_MS } from "../../shared/time.ts";
import { migrate } from "../base/migrate.ts";
import { objectLogger } from "../base/object-log.ts";
import { LeaseEngine } from "../lease-engine/engine.ts";
import type { WorkItem } from "../lease-engine/types.ts";
import { WaitingHolder } from "../lease-engine/waiting-holder.ts";
import { actMany } from "./act-many.ts";
import { releaseWaiting } from "./admit.ts";
import { taskLedger } from "./client.ts";
import { createTasks } from "./create-tasks.ts";
import { statesWithin } from "./dependencies.ts";
import { expire, settle, timeoutAt } from "./end-task.ts";
import { endedToExport, pruneEnded } from "./ended-export.ts";
import { measureEnds } from "./measures.ts";
import { MIGRATIONS } from "./migrations.ts";
import { OtherQueues } from "./other-queues.ts";
import { queueStatus } from "./queue-status.ts";
import { cancel, recover } from "./recover.ts";
import { invalidState, noBatch, noTask, notHeld, queueAway } from "./refusals.ts";
import { queueOfLedger, TASK_RULES, taskLease } from "./settings.ts";
import { openTables, type Tables } from "./tables.ts";
import { WakeUp } from "./wake-up.ts";
import { waitsElsewhere, why } from "./why.ts";

/** A holder waits for tasks no longer than this: the object is billed while it waits. */
const MAX_LINGER_MS = SECOND_MS;
/** Maximum number of tasks that one call of `cancelBatch` cancels. */
const CANCELLED_AT_ONCE = 500;

/**
 * Holds every task of one queue: state, lease, due time, checkpoints, timeline. The object is named by its queue. Its
 * alarm drives it; a message on the queue of Cloudflare is only a wake-up.
 */
export class TaskLedger extends DurableObject<Env> implements TaskLedgerApi {
  readonly engine: LeaseEngine;
  /** Sends a wake-up to the consumers of the queue; tests set their own. */
  sendWake: (message: TaskWake) => Promise<unknown>;
  /** Reaches the ledgers of other queues; tests set their own. */
  ledgerOf: (queue: TaskQueue) => TaskLedgerApi;
  readonly #tables: Tables;
  readonly #otherQueues: OtherQueues;
  readonly #wakeUp: WakeUp;
  /** The holder that was answered last, and the last transaction by then. */
  #answered: { holder: string; transaction: number } | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.sendWake = (message) => env[taskQueueBinding(message.queue)].send(message);
    this.ledgerOf = (queue) => taskLedger(env, queue);
    const log = objectLogger(env, "task-ledger");
    this.engine = new LeaseEngine(ctx.storage, TASK_RULES, taskLease(env, this.#queue()), {
      log,
      expired: (item, now) => expire(this.#tables, item, now, this.engine.clock.random()),
      // A task is dispatched as soon as it may run, so the timeline holds only the wake-ups that went wrong.
      note: (id, type, at) => {
        if (type !== "dispatched") this.#tables.tasks.change(id, {}, { at, type });
      },
      step: (now) => {
        this.#otherQueues.step(now);
        return releaseWaiting(this.#tables, now);
      },
      rolledBack: () => {
        this.#tables.waits.forget();
        this.#tables.watchers.forget();
      },
      wake: (cause) => this.#wakeUp.send(cause),
    });
    this.#wakeUp = new WakeUp(
      () => this.engine.clock.now(),
      (cause) => this.sendWake({ kind: "tasks", queue: this.#queue(), cause }),
    );
    this.#tables = openTables(ctx.storage.sql, this.engine.work, () => this.#queue());
    this.#otherQueues = new OtherQueues(
      () => this.#queue(),
      this.#tables,
      this.engine,
      (queue) => this.ledgerOf(queue),
      log,
    );
    ctx.blockConcurrencyWhile(async () => {
      migrate(ctx.storage, MIGRATIONS);
      this.#applyMarks();
      await this.engine.restore();
    });
  }

  override alarm(): Promise<void> {
    return this.engine.alarm();
  }

  create(tasks: TaskToCreate[], creator: TaskCreator): Promise<TaskResult<CreatedTask>[]> {
    const random = () => this.engine.clock.random();
    return this.#otherQueues.create(
      tasks,
      creator.caller.reach,
      (lookup) =>
        this.engine.commit(creator.actor, (now) =>
          createTasks(this.#tables, this.#queue(), tasks, creator, now, random, lookup),
        ),
      (queue) => tasks.map(() => queueAway(queue)),
    );
  }

  async createOne(
    task: TaskToCreate,
    creator: TaskCreator,
  ): Promise<TaskResult<{ task: Task; created: boolean }>> {
    const [made] = await this.create([task], creator);
    if (!made) throw new Error("nothing was answered for a new task");
    if (!made.ok) return made;
    return { ok: true, value: { task: this.#task(made.value.id), created: made.value.created } };
  }

  async createBatch(name: string, kind: string, { actor, owner }: TaskCreator): Promise<TaskBatch> {
    const { batches } = this.#tables;
    const id = this.engine.write((now) => {
      const made = makeTaskId(this.#queue(), now, () => this.engine.clock.random());
      batches.insert(made, name, kind, actor, owner, now);
      return made;
    });
    const made = batches.get(id);
    if (!made) throw new Error("a batch that was just made is gone");
    return made.batch;
  }

  async sealBatch(id: string): Promise<TaskResult<TaskBatch>> {
    const { batches } = this.#tables;
    this.engine.write((now) => batches.seal(id, now));
    const sealed = batches.get(id);
    return sealed ? { ok: true, value: sealed.batch } : noBatch(id);
  }

  async dropEmptyBatch(id: string): Promise<void> {
    this.engine.write(() => this.#tables.batches.dropEmpty(id));
  }

  async batch(id: string): Promise<{ batch: TaskBatch; owner: RecordOwner } | null> {
    return this.#tables.batches.get(id);
  }

  async batches(reach: RecordReach, limit: number, beforeId?: string): Promise<TaskBatch[]> {
    return this.#tables.batches.list(reach, limit, beforeId);
  }

  cancelBatch(
    id: string,
    actor: string,
    afterId: string,
  ): Promise<{ cancelled: number; next: string | null }> {
    return this.engine.commit(actor, (now) => {
      const ids = this.#tables.tasks.ofBatch(id, afterId, CANCELLED_AT_ONCE);
      const cancelled = ids.filter((taskId) => cancel(this.#tables, taskId, actor, now).ok).length;
      return { cancelled, next: ids.length < CANCELLED_AT_ONCE ? null : (ids.at(-1) ?? null) };
    });
  }

  async get(id: string): Promise<OwnedTask | null> {
    return this.#tables.tasks.get(id);
  }

  async events(id: string): Promise<TaskEvent[]> {
    return this.#tables.tasks.events(id);
  }

  async list(filter: TaskFilter, limit: number, beforeId?: string): Promise<Task[]> {
    return this.#tables.tasks.list(filter, limit, beforeId);
  }

  async cancel(id: string, actor: string): Promise<TaskResult<Task>> {
    const done = await this.engine.commit(actor, (now) => cancel(this.#tables, id, actor, now));
    return done.ok ? { ok: true, value: this.#task(id) } : done;
  }

  async recover(
    id: string,
    strategy: RecoveryStrategy | "auto",
    actor: string,
    checkpoint?: number,
  ): Promise<TaskResult<{ task: Task; strategy: RecoveryStrategy }>> {
    const done = await this.engine.commit(actor, (now) =>
      recover(this.#tables, id, strategy, actor, checkpoint ?? null, now),
    );
    return done.ok ? { ok: true, value: { task: this.#task(id), strategy: done.value.strategy } } : done;
  }

  async ids(filter: TaskFilter, limit: number, beforeId?: string): Promise<string[]> {
    return this.#tables.tasks.ids(filter, limit, beforeId);
  }

  actMany(
    ids: string[],
    action: TaskAction,
    actor: string,
    reach: RecordReach,
    barred: string[] = [],
  ): Promise<TaskResult<null>[]> {
    return this.engine.commit(actor, (now) =>
      actMany(this.#tables, ids, action, { actor, reach, barred }, now),
    );
  }

  async why(id: string, reach: RecordReach): Promise<Why | null> {
    const queue = this.#queue();
    const elsewhere = waitsElsewhere(this.#tables, queue, id);
    const states = elsewhere.length === 0 ? null : await this.#otherQueues.states(elsewhere, reach);
    return why(this.#tables, this.ctx.storage.sql, queue, id, { reach, states }, this.engine.clock.now());
  }

  async watch(by: TaskQueue, ids: string[], reach: RecordReach): Promise<WatchAnswer[]> {
    return this.#otherQueues.watch(by, ids, reach);
  }

  dependenciesMet(notices: MetNotice[]): Promise<void> {
    return this.#otherQueues.met(notices);
  }

  async stillAwaited(ids: string[]): Promise<string[]> {
    return this.#otherQueues.awaited(ids);
  }

  async states(ids: string[], reach: RecordReach): Promise<(TaskState | null)[]> {
    return statesWithin(this.#tables, ids, reach);
  }

  async next(
    holder: string,
    ends: TaskEnd[],
    limit: number,
    waitMs = 0,
  ): Promise<{ settled: TaskResult<{ state: TaskState }>[]; claims: TaskClaim[] }> {
    // A caller with room for tasks takes all that are queued: the next ones need a wake-up of their own.
    if (limit > 0) this.#wakeUp.answered();
    // A holder that ends tasks has the answer to what leased them.
    if (ends.length > 0 && this.#answered?.holder === holder)
      this.engine.confirmed(this.#answered.transaction);
    const waiting = new WaitingHolder((now) => {
      const claims = this.#claim(holder, limit, now);
      return claims.length > 0 ? claims : null;
    });
    const leave = () => this.engine.leave(waiting);
    const mayWait = limit > 0 && waitMs > 0;
    try {
      const answer = await this.engine.commit(holder, (now) => {
        const settled = settle(this.#tables, ends, now, () => this.engine.clock.random());
        const claims = this.#claim(holder, limit, now);
        if (claims.length === 0 && mayWait) this.engine.wait(waiting);
        return { settled, claims };
      });
      if (answer.claims.length > 0 || !mayWait) return answer;
      const claims = await waiting.answer(Math.min(waitMs, MAX_LINGER_MS), leave);
      return { ...answer, claims: claims ?? [] };
    } finally {
      leave();
      this.#answered = { holder, transaction: this.engine.transaction };
    }
  }

  async report(id: string, fence: number, progress?: ProgressReport): Promise<TaskResult<HolderAnswer>> {
    return this.#held(id, fence, (item, now) => {
      if (progress) this.#tables.live.note(id, progress, now);
      return this.#answer(item, now);
    });
  }

  async checkpoint(
    id: string,
    fence: number,
    checkpoint: NewCheckpoint,
    progress?: ProgressReport,
  ): Promise<TaskResult<HolderAnswer & { seq: number }>> {
    return this.#held(id, fence, (item, now) => {
      const { checkpoints, live } = this.#tables;
      if (progress) live.note(id, progress, now);
      const { seq } = checkpoints.append(id, fence, checkpoint, "task", now);
      return { ...this.#answer(item, now), seq };
    });
  }

  async addCheckpoint(
    id: string,
    checkpoint: NewCheckpoint,
    actor: string,
  ): Promise<TaskResult<TaskCheckpoint>> {
    return this.engine.write((now): TaskResult<TaskCheckpoint> => {
      const { work, tasks, checkpoints } = this.#tables;
      const item = work.find(id);
      if (!item) return noTask(id);
      if (item.state === "running" || item.state === "done")
        return invalidState(`a task that is ${item.state} takes none by hand`);
      const made = checkpoints.append(id, item.fence, checkpoint, actor, now);
      tasks.change(id, {}, { at: now, type: "checkpoint", detail: { actor, seq: made.seq } });
      return { ok: true, value: made };
    });
  }

  async checkpoints(id: string): Promise<StoredCheckpoint[]> {
    return this.#tables.checkpoints.list(id, this.engine.clock.now());
  }

  async checkpointSkipped(id: string, fence: number, seq: number, problem: string): Promise<void> {
    await this.#held(id, fence, (_, at) =>
      this.#tables.tasks.change(id, {}, { at, type: "checkpoint-skipped", detail: { seq, problem } }),
    );
  }

  async status(): Promise<TaskQueueStatus> {
    return queueStatus(this.#tables, this.ctx.storage.sql, this.#queue(), this.engine.clock.now());
  }

  async measures(): Promise<TaskMeasures> {
    return measureEnds(this.ctx.storage.sql, this.engine.clock.now());
  }

  async setQueue(
    { paused, concurrency }: { paused?: boolean; concurrency?: number },
    actor: string,
  ): Promise<TaskQueueStatus> {
    this.engine.write((now) => {
      const { marks, work } = this.#tables;
      if (paused !== undefined) marks.set("paused", paused ? 1 : 0);
      if (concurrency !== undefined)
        marks.set("concurrency", Math.min(Math.max(1, concurrency), MAX_CONCURRENCY));
      this.#applyMarks();
      // Tasks that were picked go back to their place; running ones go on to their end.
      if (paused) for (const item of work.queued()) work.unqueue(item, now);
    });
    await this.engine.dispatch(actor);
    return this.status();
  }

  async dispatch(cause = "dispatch"): Promise<{ queued: number }> {
    return { queued: await this.engine.dispatch(cause) };
  }

  async endedToExport(limit: number): Promise<{ queue: TaskQueue; ended: EndedTask[]; through: number }> {
    return { queue: this.#queue(), ...endedToExport(this.#tables, limit) };
  }

  async endedExported(through: number): Promise<string[]> {
    const pruned = this.engine.write((now) => pruneEnded(this.#tables, this.ctx.storage.sql, through, now));
    // Nobody waits for what other queues answer: what stays for it goes with a later call.
    void this.#otherQueues.dropUnneeded();
    return pruned;
  }

  #queue(): TaskQueue {
    return queueOfLedger(this.ctx.id.name);
  }

  /** Sets the window of the queue by the operator's choices; a paused queue has none. */
  #applyMarks(): void {
    const { marks } = this.#tables;
    const usual = taskLease(this.env, this.#queue()).window;
    const window = marks.get("paused") === 1 ? 0 : (marks.get("concurrency") ?? usual);
    this.engine.work.settings = { ...this.engine.work.settings, window };
  }

  #task(id: string): Task {
    const found = this.#tables.tasks.get(id);
    if (!found) throw new Error(`task ${id} is gone`);
    return found.task;
  }

  #claim(holder: string, limit: number, now: number): TaskClaim[] {
    const { work, tasks, live, marks } = this.#tables;
    const items = marks.get("paused") === 1 ? [] : work.lease(holder, limit, now);
    if (items.length === 0) return [];
    const rows = tasks.claimed(items.map(({ id }) => id));
    return items.map(({ id, fence, timerAt, attempts }) => {
      live.forget(id);
      const row = rows.get(id);
      if (!row) throw new Error(`work without its task: ${id}`);
      return {
        id,
        kind: row.kind,
        input: row.input,
        fence,
        lease_until: timerAt ?? now,
        lease_ms: work.settings.leaseMs,
        attempt: attempts + 1,
        timeout_at: timeoutAt({ ...row, started_at: now }),
        resumes: row.has_checkpoints === 1,
        resume_seq: row.resume_seq,
        created_by: row.created_by,
        owner: { ownerId: row.owner_id, departmentId: row.department_id },
        caller: JSON.parse(row.caller),
      };
    });
  }

  /** Runs a holder's write in a transaction, if its fence still holds. */
  #held<T>(id: string, fence: number, write: (item: WorkItem, now: number) => T): TaskResult<T> {
    return this.engine.write((now): TaskResult<T> => {
      const held = this.engine.check(id, fence, now);
      if (!held.ok) return notHeld(id, held.code);
      return { ok: true, value: write(held.value, now) };
    });
  }

  /** Extends the lease and stores the progress with it, but does not extend the lease of a task that must stop. */
  #answer(item: WorkItem, now: number): HolderAnswer {
    const { tasks, work, live } = this.#tables;
    const before = item.timerAt ?? now;
    const row = tasks.row(item.id);
    if (!row) throw new Error(`work without its task: ${item.id}`);
    if (now >= timeoutAt(row)) return { lease_until: before, stop: "timeout" };
    if (row.cancel_by !== null) return { lease_until: before, stop: "cancel" };
    const lease_until = work.renew(item, now);
    if (lease_until > before) tasks.change(item.id, live.column(item.id));
    return { lease_until, stop: null };
  }
}
