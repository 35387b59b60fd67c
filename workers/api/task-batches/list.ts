import { createRoute, z } from "@hono/zod-openapi";
import { TaskBatch, TaskId } from "../../../shared/contracts/task.ts";
import { TASK_QUEUES } from "../../../shared/contracts/vocabulary.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleBatch } from "../tasks/examples.ts";

const route = createRoute({
  operationId: "listTaskBatches",
  method: "get",
  path: "/api/v1/task-batches",
  tags: ["tasks"],
  summary: "List batches within reach, newest first, with their progress",
  request: { query: z.strictObject({ limit: limitParam(100, 50), cursor: cursorParam }) },
  responses: {
    200: okResponse("A page of batches", pageOf(TaskBatch), { items: [exampleBatch], next_cursor: null }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("task-batches", TaskId);

export const listTaskBatches = operation("tasks:read", route, async (c) => {
  const { limit, cursor: after } = c.req.valid("query");
  const beforeId = cursor.decode(after);
  const { reach } = principalOf(c);
  const lists = await Promise.all(
    TASK_QUEUES.map((queue) =>
      c
        .get("services")
        .tasks.ledger(queue)
        .batches(reach, limit + 1, beforeId),
    ),
  );
  const rows = lists.flat().sort((a, b) => (a.id < b.id ? 1 : -1));
  return ok(
    c,
    toPage(rows, limit, ({ id }) => cursor.encode(id)),
  );
});
