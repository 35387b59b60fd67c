/** Builds the answers with which the ledger refuses a call. */
import type { TaskQueue } from "../../shared/contracts/task.ts";
import type { TaskResult } from "../../shared/contracts/task-ledger.ts";
import type { LeaseCheck } from "../lease-engine/types.ts";

type Refused = Extract<TaskResult<never>, { ok: false }>;
type HeldCode = Extract<LeaseCheck, { ok: false }>["code"];

export const noTask = (id: string): Refused => ({ ok: false, code: "not_found", message: `no task ${id}` });

export const noBatch = (id: string): Refused => ({ ok: false, code: "not_found", message: `no batch ${id}` });

export const invalidState = (message: string): Refused => ({ ok: false, code: "invalid_state", message });

/** Refuses a holder whose fence does not hold the task. */
export const notHeld = (id: string, code: HeldCode): Refused =>
  code === "not_found"
    ? noTask(id)
    : { ok: false, code, message: `the lease of task ${id} is held no longer` };

/** Refuses what needs another queue whose ledger does not answer; it may be repeated. */
export const queueAway = (queue: TaskQueue): Refused => ({
  ok: false,
  code: "dependency_unavailable",
  message: `the tasks of the queue ${queue} can't be reached now; try again`,
});
