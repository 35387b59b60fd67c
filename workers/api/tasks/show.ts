import { createRoute } from "@hono/zod-openapi";
import { Task } from "../../../shared/contracts/task.ts";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleTask } from "./examples.ts";
import { TaskIdParam, taskInReach } from "./find-task.ts";

const route = createRoute({
  operationId: "showTask",
  method: "get",
  path: "/api/v1/tasks/{id}",
  tags: ["tasks"],
  summary: "Show one task with its progress",
  request: { params: TaskIdParam },
  responses: { 200: okResponse("The task", Task, exampleTask), ...errorResponses(404, 422) },
});

export const showTask = operation("tasks:read", route, async (c) => {
  const { task } = await taskInReach(c, c.req.valid("param").id);
  return ok(c, task);
});
