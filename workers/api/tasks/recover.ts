import { createRoute, z } from "@hono/zod-openapi";
import { RecoveryStrategy, Task } from "../../../shared/contracts/task.ts";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf, audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { unwrap } from "../http/unwrap.ts";
import { operation } from "../operation.ts";
import { exampleTask } from "./examples.ts";
import { checkMayRunAgain, TaskIdParam, taskInReach } from "./find-task.ts";

export const Strategy = z
  .enum([...RecoveryStrategy.options, "auto"])
  .describe(
    "RETRY: try again, from the last good checkpoint; RESUME: the same, refused without one; RESTART: begin anew; SKIP: end it, and let go on what waits for it; MANUAL: leave it to a person; auto: by the class of its error",
  );

const route = createRoute({
  operationId: "recoverTask",
  method: "post",
  path: "/api/v1/tasks/{id}/recover",
  tags: ["tasks"],
  summary: "Bring back, skip or park a task that stopped",
  request: {
    params: TaskIdParam,
    body: jsonBody(
      z.strictObject({
        strategy: Strategy,
        checkpoint: z.number().int().min(1).optional().describe("With RESUME: the checkpoint to go on from"),
      }),
      { strategy: "RETRY" },
    ),
  },
  responses: {
    200: okResponse("What was done", z.object({ strategy: RecoveryStrategy, task: Task }), {
      strategy: "RETRY",
      task: { ...exampleTask, state: "queued", holder: null, progress: null },
    }),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const recoverTask = operation("tasks:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const { strategy, checkpoint } = c.req.valid("json");
  const { task, ledger } = await taskInReach(c, id);
  checkMayRunAgain(c, task.kind, strategy);
  const done = unwrap(await ledger.recover(id, strategy, actorOf(c), checkpoint));
  audit(c, {
    action: "task.recover",
    record: `task:${id}`,
    before: { state: task.state, error: task.error?.class },
    after: { asked: strategy, strategy: done.strategy, state: done.task.state, checkpoint },
  });
  return ok(c, done);
});
