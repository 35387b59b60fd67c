/** Checks the task that a schedule creates: whether the caller may create it, and whether it can be created. */
import type { Context } from "hono";
import type { TaskCreator } from "../../../shared/contracts/task-ledger.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { may } from "../../iam/permissions/principal.ts";
import { checkInput, findKind, inputJson } from "../../tasks/check-input.ts";
import { type ApiEnv, principalOf } from "../http/context.ts";
import { checkMayUse, creatorOf } from "../tasks/find-task.ts";

/**
 * A schedule is no way around a permission: who saves it must be allowed to create its task by hand.
 * @throws ApiError forbidden or validation_failed
 */
export function checkTask(c: Context<ApiEnv>, task: { kind: string; input: Record<string, unknown> }): void {
  if (!may(principalOf(c), "POST /api/v1/tasks", "tasks:write"))
    throw new ApiError("forbidden", "a schedule creates tasks, which you may not do: POST /api/v1/tasks");
  checkMayUse(c, task.kind);
  const kind = findKind(c.get("services").tasks.kinds, task.kind, "task.kind");
  // The schedule keeps the input as it was sent, so its length is limited as such.
  inputJson(task.input, "task.input");
  checkInput(kind, task.input, "task.input");
}

/** Tasks of the schedule may see and reach what the person may who saved it last. */
export const scheduleCreator = (c: Context<ApiEnv>, schedule: string): TaskCreator =>
  creatorOf(c, `${principalOf(c).label} (schedule ${schedule})`);
