import type { TaskQueue } from "../../shared/contracts/task.ts";
import type { TaskLedgerApi } from "../../shared/contracts/task-ledger.ts";

/** Addresses the ledger that holds the tasks of a queue. */
export function taskLedger(env: Pick<Env, "TASK_LEDGER">, queue: TaskQueue): TaskLedgerApi {
  return env.TASK_LEDGER.getByName(queue);
}
