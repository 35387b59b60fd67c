/**
 * Dependencies across queues. A task waits in the ledger of its own queue; the ledger of the task that it waits for
 * watches that task, and tells when it is done or skipped. Who waits asks first and is stored then, so nothing has to be
 * undone when either ledger dies in between: at worst a task is watched in vain, and the notice is answered by nobody.
 */

import { answerWithin } from "../../shared/answer-within.ts";
import type { RecordReach } from "../../shared/contracts/access.ts";
import type { TaskQueue, TaskState } from "../../shared/contracts/task.ts";
import type { MetNotice, TaskToCreate, WatchAnswer } from "../../shared/contracts/task-ledger.ts";
import type { Logger } from "../../shared/log.ts";
import { SECOND_MS } from "../../shared/time.ts";
import type { LeaseEngine } from "../lease-engine/engine.ts";
import { isMet, statesWithin } from "./dependencies.ts";
import { byQueue, idsElsewhere, type LedgerOf, type Lookup, Lookups, QueueAway } from "./lookups.ts";
import { NoticeSender } from "./notice-sender.ts";
import { KEPT_MS } from "./settings.ts";
import type { Tables } from "./tables.ts";

/** Watchers that one round asks about. */
const ASKED_AT_ONCE = 500;
const MAX_WAIT_MS = 30 * SECOND_MS;
/** Whoever asks why a task waits gets an answer without the states that take longer. */
const MAX_WHY_MS = SECOND_MS;

/** States of tasks of other queues: null for one that is not there or out of reach, none where the queue did not answer. */
export type StatesElsewhere = ReadonlyMap<string, TaskState | null>;

export class OtherQueues {
  readonly #queue: () => TaskQueue;
  readonly #tables: Tables;
  readonly #engine: LeaseEngine;
  readonly #ledgerOf: LedgerOf;
  readonly #log: Pick<Logger, "warn">;
  readonly #lookups: Lookups;
  readonly #sender: NoticeSender;
  /** The last task that was asked about: the next round goes on behind it. */
  #askedTo = "";

  constructor(
    queue: () => TaskQueue,
    tables: Tables,
    engine: LeaseEngine,
    ledgerOf: LedgerOf,
    log: Pick<Logger, "warn">,
  ) {
    this.#queue = queue;
    this.#tables = tables;
    this.#engine = engine;
    this.#ledgerOf = ledgerOf;
    this.#log = log;
    this.#lookups = new Lookups(queue, ledgerOf);
    this.#sender = new NoticeSender(tables.watchers, engine, ledgerOf, log);
  }

  /** Part of every commit. */
  step(now: number): void {
    this.#sender.step(now);
  }

  /**
   * Creates tasks, after other ledgers were asked where that is needed; nearly always it is not.
   * @param refuse answers for all of them when the ledger of a queue does not answer
   */
  create<T>(
    wanted: readonly TaskToCreate[],
    reach: RecordReach,
    create: (lookup: Lookup | null) => Promise<T>,
    refuse: (queue: TaskQueue) => T,
  ): Promise<T> {
    const ids = idsElsewhere(this.#queue(), wanted, (key) => this.#tables.tasks.byKey(key) !== null);
    if (ids.size === 0) return create(null);
    return this.#lookups.during(ids, reach, create).catch((error: unknown) => {
      if (!(error instanceof QueueAway)) throw error;
      this.#log.warn("task-ledger.queue-away", { queue: error.queue, error: error.cause });
      return refuse(error.queue);
    });
  }

  watch(by: TaskQueue, ids: readonly string[], reach: RecordReach): WatchAnswer[] {
    return this.#engine.write(() => {
      const { watchers, marks } = this.#tables;
      const states = statesWithin(this.#tables, ids, reach);
      const open = ids.filter((_, index) => {
        const state = states[index] ?? null;
        return state !== null && !isMet(state);
      });
      const version = open.length > 0 ? marks.next("watches") : 0;
      if (open.length > 0) watchers.watch(by, open, version);
      return states.map((state) => {
        if (state === null) return "unknown";
        return isMet(state) ? "met" : { version };
      });
    });
  }

  /** Releases the tasks that wait, with the next step of the commit. */
  async met(notices: readonly MetNotice[]): Promise<void> {
    this.#lookups.met(notices);
    await this.#engine.commit("dependencies met", () => {
      for (const { id, version } of notices) this.#tables.waits.met(id, version);
    });
  }

  awaited(ids: readonly string[]): string[] {
    return ids.filter((id) => this.#lookups.has(id) || this.#tables.waits.has(id));
  }

  /** Asks other queues for the states of tasks, as far as they answer soon. */
  async states(ids: readonly string[], reach: RecordReach): Promise<StatesElsewhere> {
    const found = new Map<string, TaskState | null>();
    const ask = async (queue: TaskQueue, some: string[]) => {
      const states = await answerWithin(MAX_WHY_MS, this.#ledgerOf(queue).states(some, reach));
      for (const [index, id] of some.entries()) found.set(id, states[index] ?? null);
    };
    await Promise.allSettled([...byQueue(ids)].map(([queue, some]) => ask(queue, some)));
    return found;
  }

  /**
   * Asks the other queues whether somebody still waits for tasks that ended long ago, and deletes the watchers that nobody
   * needs. Were they told to unwatch, such a message could come late and undo a later watch. It never throws.
   */
  async dropUnneeded(): Promise<void> {
    const { watchers, marks } = this.#tables;
    const before = this.#engine.clock.now() - KEPT_MS;
    const old = watchers.ofOld(marks.get("exported") ?? 0, before, this.#askedTo, ASKED_AT_ONCE);
    this.#askedTo = old.length < ASKED_AT_ONCE ? "" : (old.at(-1)?.id ?? "");
    const ask = async ([queue, watched]: [TaskQueue, typeof old]) => {
      try {
        const ids = watched.map(({ id }) => id);
        const awaited = new Set(await answerWithin(MAX_WAIT_MS, this.#ledgerOf(queue).stillAwaited(ids)));
        const unneeded = watched.filter(({ id }) => !awaited.has(id));
        if (unneeded.length > 0) this.#engine.write(() => watchers.drop(queue, unneeded));
      } catch (error) {
        this.#log.warn("task-ledger.queue-away", { queue, error });
      }
    };
    await Promise.all([...Map.groupBy(old, ({ queue }) => queue)].map(ask));
  }
}
