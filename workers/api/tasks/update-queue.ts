import { createRoute, z } from "@hono/zod-openapi";
import { MAX_CONCURRENCY, TaskQueue, TaskQueueStatus } from "../../../shared/contracts/task.ts";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf, audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { exampleQueue } from "./list-queues.ts";

const Change = z
  .strictObject({
    paused: z.boolean().optional(),
    concurrency: z.number().int().min(1).max(MAX_CONCURRENCY).optional(),
  })
  .refine(({ paused, concurrency }) => paused !== undefined || concurrency !== undefined, {
    message: "names nothing to change: paused or concurrency",
  });

const route = createRoute({
  operationId: "updateTaskQueue",
  method: "patch",
  path: "/api/v1/tasks/queues/{queue}",
  tags: ["tasks"],
  summary: "Pause or resume a queue, or change how many tasks run at once; running ones go on",
  request: {
    params: z.object({ queue: TaskQueue }),
    body: jsonBody(Change, { paused: true }),
  },
  responses: {
    200: okResponse("The queue after it", TaskQueueStatus, { ...exampleQueue, paused: true }),
    ...errorResponses(400, 413, 415, 422),
  },
});

export const updateTaskQueue = operation("tasks:write", route, async (c) => {
  const { queue } = c.req.valid("param");
  const { paused, concurrency } = c.req.valid("json");
  const ledger = c.get("services").tasks.ledger(queue);
  const before = await ledger.status();
  const after = await ledger.setQueue(
    { ...(paused !== undefined && { paused }), ...(concurrency !== undefined && { concurrency }) },
    actorOf(c),
  );
  const told = (status: TaskQueueStatus) => ({ paused: status.paused, concurrency: status.concurrency });
  audit(c, {
    action: "task-queue.update",
    record: `task-queue:${queue}`,
    before: told(before),
    after: told(after),
  });
  return ok(c, after);
});
