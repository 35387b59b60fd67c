import { createRoute } from "@hono/zod-openapi";
import { TaskBatch } from "../../../shared/contracts/task.ts";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf, audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { unwrap } from "../http/unwrap.ts";
import { operation } from "../operation.ts";
import { exampleBatch } from "../tasks/examples.ts";
import { TaskIdParam } from "../tasks/find-task.ts";
import { batchInReach } from "./find-batch.ts";

const route = createRoute({
  operationId: "cancelTaskBatch",
  method: "post",
  path: "/api/v1/task-batches/{id}/cancel",
  tags: ["tasks"],
  summary: "Cancel what has not ended of a batch; running tasks stop at their next checkpoint",
  request: { params: TaskIdParam },
  responses: {
    200: okResponse("The batch after it", TaskBatch, { ...exampleBatch, cancelled: 17, open: 0 }),
    ...errorResponses(404, 413, 422),
  },
});

export const cancelTaskBatch = operation("tasks:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const { batch, ledger } = await batchInReach(c, id);
  // A sealed batch takes no more tasks, so that none is added behind those that are cancelled already.
  unwrap(await ledger.sealBatch(id));
  let after: string | null = "";
  let cancelled = 0;
  while (after !== null) {
    const step = await ledger.cancelBatch(id, actorOf(c), after);
    cancelled += step.cancelled;
    after = step.next;
  }
  audit(c, {
    action: "task-batch.cancel",
    record: `task-batch:${id}`,
    before: { open: batch.open },
    after: { cancelled },
  });
  return ok(c, (await batchInReach(c, id)).batch);
});
