import { createRoute, z } from "@hono/zod-openapi";
import { TaskEvent } from "../../../shared/contracts/task.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { wholeList, wholeListParams } from "../http/whole-list.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { TaskIdParam, taskInReach } from "./find-task.ts";

const route = createRoute({
  operationId: "listTaskEvents",
  method: "get",
  path: "/api/v1/tasks/{id}/events",
  tags: ["tasks"],
  summary: "What happened to a task and why, newest first: the first event and the latest 59",
  request: { params: TaskIdParam, query: z.strictObject(wholeListParams) },
  responses: {
    200: okResponse("Its timeline", pageOf(TaskEvent), {
      next_cursor: null,
      items: [
        { at: EXAMPLE_NOW - 8000, type: "claimed", detail: { holder: "edge:lin", fence: 1, attempt: 1 } },
      ],
    }),
    ...errorResponses(400, 404, 422),
  },
});

const list = wholeList("task-events", ({ at, type }: TaskEvent) => `${at} ${type}`);

export const listTaskEvents = operation("tasks:read", route, async (c) => {
  const { id } = c.req.valid("param");
  const { ledger } = await taskInReach(c, id);
  return ok(c, list.page(await ledger.events(id), c.req.valid("query")));
});
