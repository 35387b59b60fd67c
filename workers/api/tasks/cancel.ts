import { createRoute } from "@hono/zod-openapi";
import { Task } from "../../../shared/contracts/task.ts";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf, audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { unwrap } from "../http/unwrap.ts";
import { operation } from "../operation.ts";
import { exampleTask } from "./examples.ts";
import { TaskIdParam, taskInReach } from "./find-task.ts";

const route = createRoute({
  operationId: "cancelTask",
  method: "post",
  path: "/api/v1/tasks/{id}/cancel",
  tags: ["tasks"],
  summary: "Cancel a task; one that runs stops at its next checkpoint",
  request: { params: TaskIdParam },
  responses: {
    200: okResponse("The task after it", Task, { ...exampleTask, cancelling: true }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const cancelTask = operation("tasks:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const { task, ledger } = await taskInReach(c, id);
  const after = unwrap(await ledger.cancel(id, actorOf(c)));
  audit(c, {
    action: "task.cancel",
    record: `task:${id}`,
    before: { state: task.state },
    after: { state: after.state, cancelling: after.cancelling },
  });
  return ok(c, after);
});
