/** Adds the tasks of a batch as callers send them: all of one kind, each with its input. */
import { z } from "@hono/zod-openapi";
import { MAX_ITEMS_PER_CALL, NewTask } from "../../../shared/contracts/task.ts";
import type { TaskCreator } from "../../../shared/contracts/task-ledger.ts";
import { fieldError } from "../../../shared/errors/validation.ts";
import type { Tasks } from "../../tasks/tasks.ts";
import { unwrap } from "../http/unwrap.ts";
import { checkOwnKey } from "../tasks/find-task.ts";

export const Items = z
  .array(NewTask.omit({ kind: true }))
  .max(MAX_ITEMS_PER_CALL)
  .describe("As for one task, without the kind; at most 1000 in one call, 100,000 in all");

/**
 * @returns how many were created; the others have a key that was there already
 * @throws ApiError when one is refused
 */
export async function addItems(
  tasks: Tasks,
  kind: string,
  items: z.output<typeof Items>,
  creator: TaskCreator,
): Promise<{ created: number; existing: number }> {
  for (const [at, { key }] of items.entries()) checkOwnKey(key, `items.${at}.key`);
  const results = await tasks.createMany(
    items.map((item) => ({ ...item, kind })),
    creator,
  );
  const made = results.map((result, at) => {
    if (!result.ok && result.code === "not_found") throw fieldError(`items.${at}.depends_on`, result.message);
    return unwrap(result);
  });
  const created = made.filter((task) => task.created).length;
  return { created, existing: made.length - created };
}
