import type { Context } from "hono";
import { inReach } from "../../../shared/contracts/access.ts";
import type { TaskBatch } from "../../../shared/contracts/task.ts";
import type { TaskLedgerApi } from "../../../shared/contracts/task-ledger.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { type ApiEnv, principalOf } from "../http/context.ts";
import { taskLedgerOf } from "../tasks/find-task.ts";

/** @throws ApiError not_found, also for a batch outside the reach */
export async function batchInReach(
  c: Context<ApiEnv>,
  id: string,
): Promise<{ batch: TaskBatch; ledger: TaskLedgerApi }> {
  const ledger = taskLedgerOf(c, id);
  const found = await ledger.batch(id);
  if (!found || !inReach(principalOf(c).reach, found.owner))
    throw new ApiError("not_found", `no batch ${id}`);
  return { batch: found.batch, ledger };
}
