import { createRoute, z } from "@hono/zod-openapi";
import { TaskQueueStatus } from "../../../shared/contracts/task.ts";
import { TASK_QUEUES } from "../../../shared/contracts/vocabulary.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { wholeList, wholeListParams } from "../http/whole-list.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";

export const exampleQueue = {
  queue: "default",
  paused: false,
  concurrency: 16,
  states: {
    scheduled: 2,
    waiting: 120,
    blocked: 0,
    queued: 0,
    running: 16,
    retrying: 1,
    done: 4100,
    failed: 3,
    cancelled: 0,
    skipped: 0,
  },
  rate_per_minute: 41.5,
  next_due_at: EXAMPLE_NOW + 60_000,
  oldest_waiting_at: EXAMPLE_NOW - 170_000,
} satisfies TaskQueueStatus;

const route = createRoute({
  operationId: "listTaskQueues",
  method: "get",
  path: "/api/v1/tasks/queues",
  tags: ["tasks"],
  summary: "The task queues: depth, rate, and whether they are paused",
  request: { query: z.strictObject(wholeListParams) },
  responses: {
    200: okResponse("All queues", pageOf(TaskQueueStatus), { items: [exampleQueue], next_cursor: null }),
    ...errorResponses(400, 422),
  },
});

const list = wholeList("task-queues", (queue: (typeof TASK_QUEUES)[number]) => queue);

export const listTaskQueues = operation("tasks:read", route, async (c) => {
  const { tasks } = c.get("services");
  const page = list.page(TASK_QUEUES, c.req.valid("query"));
  const items = await Promise.all(page.items.map((queue) => tasks.ledger(queue).status()));
  return ok(c, { ...page, items });
});
