/**
 * Asks the ledgers of other queues about tasks that new tasks are to wait for, before these are created. Such a ledger
 * watches the task from its answer on, so it may say that the task is done before the new one is stored: what it says is
 * kept in memory for the creations under way. If this object dies, they die with it, and what they had asked for is
 * watched in vain until the other ledger asks.
 */

import { answerWithin } from "../../shared/answer-within.ts";
import type { RecordReach } from "../../shared/contracts/access.ts";
import type { TaskQueue } from "../../shared/contracts/task.ts";
import type {
  MetNotice,
  TaskLedgerApi,
  TaskToCreate,
  WatchAnswer,
} from "../../shared/contracts/task-ledger.ts";
import { queueOfTask } from "../../shared/domain/task-id.ts";
import { SECOND_MS } from "../../shared/time.ts";

/** Maximum number of tasks that one call asks for. */
const ASKED_AT_ONCE = 1000;
/** A creation that waits longer is refused, and may be repeated. */
const MAX_WAIT_MS = 10 * SECOND_MS;

export type LedgerOf = (queue: TaskQueue) => TaskLedgerApi;

/** The ledger of a queue did not answer. */
export class QueueAway extends Error {
  readonly queue: TaskQueue;

  constructor(queue: TaskQueue, cause: unknown) {
    super(`the ledger of the queue ${queue} did not answer`, { cause });
    this.queue = queue;
  }
}

/** What the other ledgers said, for one call that creates tasks. */
export class Lookup {
  readonly #answers = new Map<string, WatchAnswer | null>();
  /** Versions up to which tasks are done or skipped. */
  readonly #met = new Map<string, number>();

  /** @param ids tasks of other queues */
  constructor(ids: Iterable<string>) {
    for (const id of ids) this.#answers.set(id, null);
  }

  has(id: string): boolean {
    return this.#answers.has(id);
  }

  answered(id: string, answer: WatchAnswer): void {
    this.#answers.set(id, answer);
  }

  met({ id, version }: MetNotice): void {
    if (this.has(id)) this.#met.set(id, Math.max(version, this.#met.get(id) ?? 0));
  }

  /** @returns null for a task that was not asked for */
  find(id: string): WatchAnswer | null {
    const answer = this.#answers.get(id) ?? null;
    if (answer === null || typeof answer === "string") return answer;
    return answer.version <= (this.#met.get(id) ?? 0) ? "met" : answer;
  }
}

/**
 * The tasks of other queues that new tasks are to wait for, by queue; nearly always none.
 * @param queue of the new tasks
 * @param exists whether there is a task with this key, so that no new one is made
 */
export function idsElsewhere(
  queue: TaskQueue,
  wanted: readonly TaskToCreate[],
  exists: (key: string) => boolean,
): Map<TaskQueue, string[]> {
  const elsewhere = new Set<string>();
  for (const { depends_on, key } of wanted) {
    if (depends_on.length === 0) continue;
    const ids = depends_on.filter((id) => queueOfTask(id) !== queue);
    if (ids.length === 0 || (key !== null && exists(key))) continue;
    for (const id of ids) elsewhere.add(id);
  }
  return byQueue(elsewhere);
}

/** Groups ids by the queue that they tell; what is no id of a task is left out. */
export function byQueue(ids: Iterable<string>): Map<TaskQueue, string[]> {
  const groups = Map.groupBy(ids, queueOfTask);
  groups.delete(null);
  return groups as Map<TaskQueue, string[]>;
}

export class Lookups {
  readonly #queue: () => TaskQueue;
  readonly #ledgerOf: LedgerOf;
  readonly #open = new Set<Lookup>();

  constructor(queue: () => TaskQueue, ledgerOf: LedgerOf) {
    this.#queue = queue;
    this.#ledgerOf = ledgerOf;
  }

  /** Notes for the creations under way that tasks of another queue are done or skipped. */
  met(notices: readonly MetNotice[]): void {
    for (const lookup of this.#open) for (const notice of notices) lookup.met(notice);
  }

  /** @returns whether a creation under way may wait for the task */
  has(id: string): boolean {
    return [...this.#open].some((lookup) => lookup.has(id));
  }

  /**
   * Asks for tasks, and then creates those that wait for them.
   * @throws QueueAway before anything was created
   */
  async during<T>(
    ids: ReadonlyMap<TaskQueue, readonly string[]>,
    reach: RecordReach,
    create: (lookup: Lookup) => Promise<T>,
  ): Promise<T> {
    const lookup = new Lookup([...ids.values()].flat());
    this.#open.add(lookup);
    try {
      const asked = [...ids].map(([queue, some]) => this.#ask(lookup, queue, some, reach));
      await Promise.all(asked);
      return await create(lookup);
    } finally {
      this.#open.delete(lookup);
    }
  }

  async #ask(lookup: Lookup, queue: TaskQueue, ids: readonly string[], reach: RecordReach): Promise<void> {
    const by = this.#queue();
    for (let from = 0; from < ids.length; from += ASKED_AT_ONCE) {
      const part = ids.slice(from, from + ASKED_AT_ONCE);
      const answers = await answerWithin(MAX_WAIT_MS, this.#ledgerOf(queue).watch(by, part, reach)).catch(
        (error: unknown) => {
          throw new QueueAway(queue, error);
        },
      );
      for (const [index, id] of part.entries()) lookup.answered(id, answers[index] ?? "unknown");
    }
  }
}
