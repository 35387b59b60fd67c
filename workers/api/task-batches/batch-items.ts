/** Adds the tasks of a batch as callers send them: all of one kind, each with its input. */
import { z } from "@hono/zod-openapi";
import { MAX_ITEMS_PER_CALL, NewTask } from "../../../shared/contracts/task.ts";
import type { TaskCreator } from "../../../shared/contracts/task-ledger.ts";
import { ApiError, type FieldProblem } from "../../../shared/errors/codes.ts";
import { validationError } from "../../../shared/errors/validation.ts";
import type { Tasks } from "../../tasks/tasks.ts";
import { checkOwnKey } from "../tasks/find-task.ts";

export const Items = z
  .array(NewTask.omit({ kind: true }))
  .max(MAX_ITEMS_PER_CALL)
  .describe("As for one task, without the kind; at most 1000 in one call, 100,000 in all");

/**
 * @returns how many were created; the others have a key that was there already
 * @throws ApiError when some are refused; it names them, and says how many others the batch has now
 */
export async function addItems(
  tasks: Tasks,
  kind: string,
  items: z.output<typeof Items>,
  creator: TaskCreator & { batch: string },
): Promise<{ created: number; existing: number }> {
  for (const [at, { key }] of items.entries()) checkOwnKey(key, `items.${at}.key`);
  const results = await tasks.createMany(
    items.map((item) => ({ ...item, kind })),
    creator,
  );
  const created = results.filter((result) => result.ok && result.value.created).length;
  const refused = results.flatMap((result, at) => (result.ok ? [] : [{ at, ...result }]));
  const [first] = refused;
  if (first) {
    const problems: FieldProblem[] = refused.flatMap(({ at, code, message: reason }) =>
      code === "not_found" ? [{ field: `items.${at}.depends_on`, reason }] : [],
    );
    if (created > 0) {
      const kept = `${created} of the ${items.length} tasks were created in the batch ${creator.batch}`;
      problems.push({ field: "items", reason: kept });
    }
    throw first.code === "not_found"
      ? validationError(problems)
      : new ApiError(first.code, first.message, problems);
  }
  return { created, existing: results.length - created };
}
