import { createRoute, z } from "@hono/zod-openapi";
import { EndedTaskState, TaskId, TaskQueue } from "../../../shared/contracts/task.ts";
import { TaskRun } from "../../../shared/tables/task-runs.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleTask } from "./examples.ts";

const short = z.string().trim().min(1, "is empty").max(200);

const route = createRoute({
  operationId: "listTaskHistory",
  method: "get",
  path: "/api/v1/tasks/history",
  tags: ["tasks"],
  summary:
    "Find ended tasks of the last 180 days by id, key, queue, kind or a part of the error's text, newest first",
  request: {
    query: z.strictObject({
      id: TaskId.optional(),
      key: short.optional(),
      queue: TaskQueue.optional(),
      kind: short.optional(),
      state: EndedTaskState.optional(),
      batch: TaskId.optional(),
      error: z.string().trim().min(1, "is empty").max(100).optional(),
      limit: limitParam(200, 50),
      cursor: cursorParam,
    }),
  },
  responses: {
    200: okResponse("A page of ended tasks", pageOf(TaskRun), {
      items: [
        {
          id: exampleTask.id,
          ended_seq: 4103,
          queue: "data_sync",
          kind: "data.validate",
          priority: 5,
          key: "",
          order_key: "",
          batch: "",
          state: "failed",
          attempts: 5,
          error_class: "dependency",
          error_code: "clickhouse_network",
          error: "ClickHouse: no answer in time",
          input: '{"from":"2026-11-01","to":"2026-11-07"}',
          result: "",
          created_by: exampleTask.created_by,
          created_at: exampleTask.created_at,
          started_at: exampleTask.started_at,
          ended_at: exampleTask.created_at + 9000,
        },
      ],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("task-history", z.object({ id: TaskId, ended_seq: z.number().int().min(0) }));

export const listTaskHistory = operation("tasks:read", route, async (c) => {
  const { limit, cursor: after, ...filter } = c.req.valid("query");
  const wanted = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
  const rows = await c
    .get("services")
    .tasks.history.search({ ...wanted, reach: principalOf(c).reach }, limit + 1, cursor.decode(after));
  return ok(
    c,
    toPage(rows, limit, ({ id, ended_seq }) => cursor.encode({ id, ended_seq })),
  );
});
