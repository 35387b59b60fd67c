/** Makes a task ledger with the test's clock, chance and queue, which survive its evictions. */

import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { taskLedger } from "../../../durable-objects/task-ledger/client.ts";
import type { TaskLedger } from "../../../durable-objects/task-ledger/object.ts";
import { seededRandom } from "../../../local/job-boards/corpus/generate.ts";
import { systemClock } from "../../../shared/clock.ts";
import type { RecordReach } from "../../../shared/contracts/access.ts";
import type { TaskWake } from "../../../shared/contracts/queues.ts";
import type { TaskQueue, TaskState } from "../../../shared/contracts/task.ts";
import type {
  CreatedTask,
  TaskClaim,
  TaskCreator,
  TaskEnding,
  TaskLedgerApi,
  TaskResult,
  TaskToCreate,
} from "../../../shared/contracts/task-ledger.ts";

export const EVERYTHING: RecordReach = { kind: "all" };
export const CREATOR: TaskCreator = {
  actor: "user:1",
  owner: { ownerId: "1", departmentId: null },
  caller: { reach: EVERYTHING, sees_recruiters: true },
};

export const newTask = (over: Partial<TaskToCreate> = {}): TaskToCreate => ({
  kind: "test.run",
  input: "{}",
  priority: 5,
  key: null,
  order_key: null,
  depends_on: [],
  run_at: null,
  timeout_s: 3600,
  max_attempts: 3,
  ...over,
});

export const good = <T>(result: TaskResult<T> | undefined): T => {
  expect(result).toMatchObject({ ok: true });
  return (result as { value: T }).value;
};

export class TaskRig {
  readonly api: TaskLedgerApi;
  readonly stub: DurableObjectStub<TaskLedger>;
  /** Calls of other ledgers go through it. */
  between: (other: TaskLedgerApi) => TaskLedgerApi = (other) => other;
  /** The clock is far ahead of the real time, so that no alarm fires by itself. */
  now = Date.UTC(2100, 0, 1);
  random: () => number;
  sends = 0;
  sendFails = false;

  constructor(seed: number, queue: TaskQueue) {
    this.random = seededRandom(seed);
    this.api = taskLedger(env, queue);
    this.stub = env.TASK_LEDGER.getByName(queue);
  }

  static async start(seed = 1, queue: TaskQueue = "default"): Promise<TaskRig> {
    const rig = new TaskRig(seed, queue);
    // The object is named by its queue, so all tests share it; each begins with an empty one.
    await runInDurableObject(rig.stub, (_, state) => state.storage.deleteAll());
    await evictDurableObject(rig.stub);
    await rig.plug();
    return rig;
  }

  async plug(): Promise<void> {
    await runInDurableObject(this.stub, (ledger) => {
      ledger.engine.clock = { ...systemClock, now: () => this.now, random: this.random };
      ledger.sendWake = async (_: TaskWake) => {
        if (this.sendFails) throw new Error("the queue refuses");
        this.sends++;
      };
      ledger.ledgerOf = (queue) => this.between(taskLedger(env, queue));
    });
  }

  async evict(): Promise<void> {
    await evictDurableObject(this.stub);
    await this.plug();
  }

  alarm(): Promise<boolean> {
    return runDurableObjectAlarm(this.stub);
  }

  async create(over: Partial<TaskToCreate> = {}): Promise<string> {
    const [made] = await this.api.create([newTask(over)], CREATOR);
    return good<CreatedTask>(made).id;
  }

  async claim(limit = 1): Promise<TaskClaim[]> {
    return (await this.api.next("edge:test", [], limit)).claims;
  }

  async claimOne(): Promise<TaskClaim> {
    const [claim] = await this.claim(1);
    if (!claim) throw new Error("nothing to claim");
    return claim;
  }

  async end(
    { id, fence }: Pick<TaskClaim, "id" | "fence">,
    end: TaskEnding = { kind: "done", result: null },
  ): Promise<TaskState> {
    const { settled } = await this.api.next("edge:test", [{ id, fence, end }], 0);
    return good(settled[0]).state;
  }

  async state(id: string): Promise<TaskState | undefined> {
    return (await this.api.get(id))?.task.state;
  }

  /** Types of the timeline's entries, oldest first. */
  async story(id: string): Promise<string[]> {
    return (await this.api.events(id)).map(({ type }) => type).reverse();
  }
}

/** The end of a task that failed. */
export const failure = (errorClass: "network" | "blocked" | "not-found") =>
  ({ kind: "failed", error: { code: "x", message: "it broke", class: errorClass } }) as const;
