/** Finds the ledger that holds a task, and says what a caller may do. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { inReach } from "../../../shared/contracts/access.ts";
import { type RecoveryStrategy, type Task, TaskId } from "../../../shared/contracts/task.ts";
import type { TaskCreator, TaskLedgerApi } from "../../../shared/contracts/task-ledger.ts";
import { queueOfTask } from "../../../shared/domain/task-id.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { fieldError } from "../../../shared/errors/validation.ts";
import { may, ownerOf } from "../../iam/permissions/principal.ts";
import type { RouteNeed } from "../../iam/permissions/route-need.ts";
import type { KnownKind } from "../../tasks/tasks.ts";
import { type ApiEnv, actorOf, principalOf } from "../http/context.ts";

export const TaskIdParam = z.object({ id: TaskId });

const notFound = (id: string) => new ApiError("not_found", `no task ${id}`);

/** @throws ApiError not_found */
export function taskLedgerOf(c: Context<ApiEnv>, id: string): TaskLedgerApi {
  const queue = queueOfTask(id);
  if (!queue) throw notFound(id);
  return c.get("services").tasks.ledger(queue);
}

/** @throws ApiError not_found, also for a task outside the reach, so that its existence stays unknown */
export async function taskInReach(
  c: Context<ApiEnv>,
  id: string,
): Promise<{ task: Task; ledger: TaskLedgerApi }> {
  const ledger = taskLedgerOf(c, id);
  const found = await ledger.get(id);
  if (!found || !inReach(principalOf(c).reach, found.owner)) throw notFound(id);
  return { task: found.task, ledger };
}

/**
 * Bringing a task back does what creating it did: a stopped deletion is not started again by who may delete nothing.
 * @throws ApiError forbidden
 */
export function checkMayRunAgain(
  c: Context<ApiEnv>,
  kind: string,
  strategy: RecoveryStrategy | "auto",
): void {
  if (strategy !== "SKIP" && strategy !== "MANUAL") checkMayUse(c, kind);
}

/**
 * Keys of the slots of schedules are theirs: whoever took one beforehand would keep its slot from running.
 * @throws ApiError validation_failed
 */
export function checkOwnKey(key: string | undefined, field = "key"): void {
  if (key?.startsWith("schedule:")) throw fieldError(field, "is only for schedules");
}

/**
 * The caller as the creator of tasks.
 * @param actor names the caller in the tasks and their timelines
 */
export function creatorOf(c: Context<ApiEnv>, actor = actorOf(c)): TaskCreator {
  const principal = principalOf(c);
  return {
    actor,
    owner: ownerOf(principal),
    caller: { reach: principal.reach, sees_recruiters: principal.seesRecruiters },
  };
}

/** @returns what the kind does that the caller may not do */
export const missingNeed = (c: Context<ApiEnv>, { needs }: Pick<KnownKind, "needs">): RouteNeed | undefined =>
  needs.find(({ route, scope }) => !may(principalOf(c), route, scope));

/** @throws ApiError forbidden when the kind does what the caller may not do; unknown kinds are refused on creation */
export function checkMayUse(c: Context<ApiEnv>, kind: string): void {
  const known = c.get("services").tasks.kinds.find(({ name }) => name === kind);
  const missing = known && missingNeed(c, known);
  if (missing)
    throw new ApiError("forbidden", `a task of ${kind} needs ${missing.route} (scope ${missing.scope})`);
}
