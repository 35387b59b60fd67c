import { createRoute, z } from "@hono/zod-openapi";
import { Task, TaskId, TaskQueue, TaskState } from "../../../shared/contracts/task.ts";
import { TASK_QUEUES } from "../../../shared/contracts/vocabulary.ts";
import { queueOfTask } from "../../../shared/domain/task-id.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleTask } from "./examples.ts";

const route = createRoute({
  operationId: "listTasks",
  method: "get",
  path: "/api/v1/tasks",
  tags: ["tasks"],
  summary:
    "List tasks of one or all queues, newest first; ended ones for some days, then they are in the history",
  request: {
    query: z.strictObject({
      queue: TaskQueue.optional(),
      state: TaskState.optional(),
      kind: z.string().min(1, "is empty").max(60).optional(),
      batch: TaskId.optional(),
      key: z.string().min(1, "is empty").max(200).optional(),
      limit: limitParam(200, 50),
      cursor: cursorParam,
    }),
  },
  responses: {
    200: okResponse("A page of tasks", pageOf(Task), { items: [exampleTask], next_cursor: null }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("tasks", TaskId);

export const listTasks = operation("tasks:read", route, async (c) => {
  const { queue, limit, cursor: after, state, kind, batch, key } = c.req.valid("query");
  const beforeId = cursor.decode(after);
  const filter = {
    ...(state && { state }),
    ...(kind && { kind }),
    ...(batch && { batch }),
    ...(key && { key }),
    reach: principalOf(c).reach,
  };
  // All tasks of a batch are in one queue.
  const ofBatch = batch === undefined ? null : queueOfTask(batch);
  const queues = TASK_QUEUES.filter((name) => (queue ?? name) === name && (ofBatch ?? name) === name);
  const lists = await Promise.all(
    queues.map((name) =>
      c
        .get("services")
        .tasks.ledger(name)
        .list(filter, limit + 1, beforeId),
    ),
  );
  const rows = lists.flat().sort((a, b) => (a.id < b.id ? 1 : -1));
  return ok(
    c,
    toPage(rows, limit, ({ id }) => cursor.encode(id)),
  );
});
