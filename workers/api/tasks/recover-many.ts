import { createRoute, z } from "@hono/zod-openapi";
import { TaskId } from "../../../shared/contracts/task.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf, audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { EXAMPLE_TASK_ID } from "./examples.ts";
import { checkMayRunAgain, taskInReach } from "./find-task.ts";
import { Strategy } from "./recover.ts";

const Item = z.object({
  id: z.string(),
  ok: z.boolean(),
  strategy: z.string().nullable(),
  message: z.string().nullable().describe("Why it was refused"),
});

const route = createRoute({
  operationId: "recoverTasks",
  method: "post",
  path: "/api/v1/tasks/recover",
  tags: ["tasks"],
  summary: "Recover up to 100 tasks, each on its own",
  request: {
    body: jsonBody(
      z.strictObject({
        ids: z.array(TaskId).min(1).max(100),
        strategy: Strategy,
      }),
      { ids: [EXAMPLE_TASK_ID], strategy: "auto" },
    ),
  },
  responses: {
    200: okResponse("The result of each", z.object({ items: z.array(Item) }), {
      items: [{ id: EXAMPLE_TASK_ID, ok: false, strategy: null, message: `no task ${EXAMPLE_TASK_ID}` }],
    }),
    ...errorResponses(400, 413, 415, 422),
  },
});

export const recoverTasks = operation("tasks:write", route, async (c) => {
  const { ids, strategy } = c.req.valid("json");
  const recover = async (id: string): Promise<z.infer<typeof Item>> => {
    try {
      const { task, ledger } = await taskInReach(c, id);
      checkMayRunAgain(c, task.kind, strategy);
      const done = await ledger.recover(id, strategy, actorOf(c));
      return done.ok
        ? { id, ok: true, strategy: done.value.strategy, message: null }
        : { id, ok: false, strategy: null, message: done.message };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { id, ok: false, strategy: null, message: error.message };
    }
  };
  const items = await Promise.all([...new Set(ids)].map(recover));
  const recovered = items.filter((item) => item.ok).map((item) => item.id);
  audit(c, {
    action: "task.recover",
    after: { strategy, ids: recovered, refused: items.length - recovered.length },
  });
  return ok(c, { items });
});
