import { createRoute, z } from "@hono/zod-openapi";
import { TaskBatch } from "../../../shared/contracts/task.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { unwrap } from "../http/unwrap.ts";
import { operation } from "../operation.ts";
import { exampleBatch } from "../tasks/examples.ts";
import { checkMayUse, creatorOf, TaskIdParam } from "../tasks/find-task.ts";
import { addItems, Items } from "./batch-items.ts";
import { batchInReach } from "./find-batch.ts";

const Added = z.object({
  created: z.number().int(),
  existing: z.number().int().describe("Had a key that was there already, and count to no batch"),
  batch: TaskBatch,
});

const route = createRoute({
  operationId: "addTaskBatchItems",
  method: "post",
  path: "/api/v1/task-batches/{id}/items",
  tags: ["tasks"],
  summary: "Add tasks to a batch that is not sealed; with keys, sending them again adds nothing",
  request: {
    params: TaskIdParam,
    body: jsonBody(z.strictObject({ items: Items, seal: z.boolean().default(false) }), {
      items: [{ input: { from: "2026-11-03", to: "2026-11-03" }, key: "validate:2026-11-03" }],
    }),
  },
  responses: {
    200: okResponse("Added", Added, { created: 1, existing: 0, batch: exampleBatch }),
    ...errorResponses(400, 404, 409, 413, 415, 422, 503),
  },
});

export const addTaskBatchItems = operation("tasks:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const { items, seal } = c.req.valid("json");
  const { batch, ledger } = await batchInReach(c, id);
  checkMayUse(c, batch.kind);
  const added = await addItems(c.get("services").tasks, batch.kind, items, { ...creatorOf(c), batch: id });
  const after = seal ? unwrap(await ledger.sealBatch(id)) : (await batchInReach(c, id)).batch;
  audit(c, {
    action: "task-batch.add",
    record: `task-batch:${id}`,
    after: { ...added, total: after.total },
  });
  return ok(c, { ...added, batch: after });
});
