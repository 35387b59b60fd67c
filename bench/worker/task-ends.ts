/**
 * Reads only when tasks ended, in one call: whole tasks, read one by one, would leave as much to the collector as the tasks that
 * are measured.
 */
import type { DurableObject } from "cloudflare:workers";
import { taskLedger } from "../../durable-objects/task-ledger/client.ts";
import type { TaskQueue } from "../../shared/contracts/task.ts";

type LedgerClass = new (ctx: DurableObjectState, env: Env) => DurableObject<Env>;

/** A ledger that also answers `latestEnds`. */
export function withLatestEnds<T extends LedgerClass>(Base: T): T {
  return class extends (Base as LedgerClass) {
    latestEnds(limit: number): { id: string; at: number }[] {
      return this.ctx.storage.sql
        .exec<{ id: string; at: number }>(
          "SELECT id, ended_at AS at FROM tasks WHERE ended_seq IS NOT NULL ORDER BY ended_seq DESC LIMIT ?",
          limit,
        )
        .toArray();
    }
  } as unknown as T;
}

/** @returns Unix ms of the latest ends, by the task's id */
export async function latestEnds(env: Env, queue: TaskQueue, limit: number): Promise<Map<string, number>> {
  const ledger = taskLedger(env, queue) as unknown as {
    latestEnds(limit: number): Promise<{ id: string; at: number }[]>;
  };
  return new Map((await ledger.latestEnds(limit)).map(({ id, at }) => [id, at]));
}
