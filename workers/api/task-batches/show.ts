import { createRoute } from "@hono/zod-openapi";
import { TaskBatch } from "../../../shared/contracts/task.ts";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleBatch } from "../tasks/examples.ts";
import { TaskIdParam } from "../tasks/find-task.ts";
import { batchInReach } from "./find-batch.ts";

const route = createRoute({
  operationId: "showTaskBatch",
  method: "get",
  path: "/api/v1/task-batches/{id}",
  tags: ["tasks"],
  summary: "Show one batch with its progress",
  request: { params: TaskIdParam },
  responses: { 200: okResponse("The batch", TaskBatch, exampleBatch), ...errorResponses(404, 422) },
});

export const showTaskBatch = operation("tasks:read", route, async (c) => {
  const { batch } = await batchInReach(c, c.req.valid("param").id);
  return ok(c, batch);
});
