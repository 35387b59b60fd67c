import { createRoute, z } from "@hono/zod-openapi";
import { MAX_INLINE_BODY_BYTES, TaskCheckpoint } from "../../../shared/contracts/task.ts";
import { keepCheckpoint } from "../../tasks/checkpoint-bodies.ts";
import { created, createdResponse } from "../http/answers.ts";
import { actorOf, audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { unwrap } from "../http/unwrap.ts";
import { operation } from "../operation.ts";
import { checkMayUse, TaskIdParam, taskInReach } from "./find-task.ts";
import { exampleCheckpoint } from "./list-checkpoints.ts";

const route = createRoute({
  operationId: "createTaskCheckpoint",
  method: "post",
  path: "/api/v1/tasks/{id}/checkpoints",
  tags: ["tasks"],
  summary: "Add a checkpoint by hand to a task that does not run: the next try goes on from it",
  request: {
    params: TaskIdParam,
    body: jsonBody(
      z.strictObject({
        cursor: z.unknown().describe("Up to 4,000 characters of JSON; its form depends on the kind"),
        body: z.string().max(MAX_INLINE_BODY_BYTES).optional(),
      }),
      { cursor: { day: "2026-11-03" } },
    ),
  },
  responses: {
    201: createdResponse("Added", TaskCheckpoint, exampleCheckpoint),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const createTaskCheckpoint = operation("tasks:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const { cursor, body } = c.req.valid("json");
  const { task, ledger } = await taskInReach(c, id);
  checkMayUse(c, task.kind);
  const { store, clock } = c.get("services");
  const kept = await keepCheckpoint(store, id, cursor, body, `hand-${clock.now()}`, 0);
  const made = unwrap(await ledger.addCheckpoint(id, kept, actorOf(c)));
  audit(c, {
    action: "task.checkpoint",
    record: `task:${id}`,
    after: { seq: made.seq, cursor: made.cursor },
  });
  return created(c, made);
});
