import { createRoute, z } from "@hono/zod-openapi";
import { inReach } from "../../../shared/contracts/access.ts";
import { NewTask, Task } from "../../../shared/contracts/task.ts";
import { fieldError } from "../../../shared/errors/validation.ts";
import { created, createdResponse, ok, okResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { exampleTask } from "./examples.ts";
import { checkMayUse, checkOwnKey, creatorOf, taskLedgerOf } from "./find-task.ts";

const Created = z.object({
  task: Task,
  created: z.boolean().describe("False: a task with the key was there already, and this is it"),
});

const route = createRoute({
  operationId: "createTask",
  method: "post",
  path: "/api/v1/tasks",
  tags: ["tasks"],
  summary: "Create one task; with a key that is there already it answers the task that has it",
  request: {
    body: jsonBody(NewTask, {
      kind: "data.validate",
      input: { from: "2026-11-01", to: "2026-11-07" },
      priority: 5,
    }),
  },
  responses: {
    200: okResponse("It was there already", Created, { task: exampleTask, created: false }),
    201: createdResponse("Created", Created, { task: exampleTask, created: true }),
    ...errorResponses(400, 413, 415, 422, 503),
  },
});

export const createTask = operation("tasks:write", route, async (c) => {
  const wanted = c.req.valid("json");
  checkMayUse(c, wanted.kind);
  checkOwnKey(wanted.key);
  const made = await c.get("services").tasks.createAndRead(wanted, creatorOf(c));
  const { id, kind, queue, priority, key, input } = made.task;
  if (!made.created) {
    // A guessed key must not show the task of somebody else.
    const found = await taskLedgerOf(c, id).get(id);
    if (!found || !inReach(principalOf(c).reach, found.owner))
      throw fieldError("key", "is taken by another task");
  }
  audit(c, {
    action: "task.create",
    record: `task:${id}`,
    after: { kind, queue, priority, key, input, created: made.created },
  });
  return made.created ? created(c, made) : ok(c, made);
});
