/** The task ledgers of tests that run no task: real ones, whose wake-ups go nowhere. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { TaskQueue } from "../../../shared/contracts/task.ts";
import type { TaskLedgerApi } from "../../../shared/contracts/task-ledger.ts";

export function quietTasks(): (queue: TaskQueue) => TaskLedgerApi {
  return (queue) => {
    const stub = env.TASK_LEDGER.getByName(queue);
    const quiet = () =>
      runInDurableObject(stub, (ledger) => {
        ledger.sendWake = async () => {};
      });
    return new Proxy({} as TaskLedgerApi, {
      get:
        (_, name: keyof TaskLedgerApi) =>
        async (...args: unknown[]) => {
          await quiet();
          return (stub[name] as (...all: unknown[]) => Promise<unknown>)(...args);
        },
    });
  };
}
