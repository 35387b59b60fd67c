import { createRoute, z } from "@hono/zod-openapi";
import { TaskBatch } from "../../../shared/contracts/task.ts";
import { created, createdResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { SingleLineText } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { unwrap } from "../http/unwrap.ts";
import { operation } from "../operation.ts";
import { exampleBatch } from "../tasks/examples.ts";
import { checkMayUse, creatorOf } from "../tasks/find-task.ts";
import { addItems, Items } from "./batch-items.ts";

const route = createRoute({
  operationId: "createTaskBatch",
  method: "post",
  path: "/api/v1/task-batches",
  tags: ["tasks"],
  summary: "Create a batch of tasks of one kind; more are added with POST …/items until it is sealed",
  request: {
    body: jsonBody(
      z.strictObject({
        name: SingleLineText,
        kind: z.string().min(1, "is empty").max(60),
        items: Items.default([]),
        seal: z.boolean().default(true).describe("False: more tasks follow"),
      }),
      {
        name: "November, day by day",
        kind: "data.validate",
        items: [
          { input: { from: "2026-11-01", to: "2026-11-01" } },
          { input: { from: "2026-11-02", to: "2026-11-02" } },
        ],
      },
    ),
  },
  responses: {
    201: createdResponse("Created", TaskBatch, exampleBatch),
    ...errorResponses(400, 409, 413, 415, 422, 503),
  },
});

export const createTaskBatch = operation("tasks:write", route, async (c) => {
  const { name, kind, items, seal } = c.req.valid("json");
  checkMayUse(c, kind);
  const { tasks } = c.get("services");
  const creator = creatorOf(c);
  const { id, queue } = await tasks.createBatch(name, kind, creator);
  const ledger = tasks.ledger(queue);
  try {
    await addItems(tasks, kind, items, { ...creator, batch: id });
  } catch (error) {
    // A batch with tasks stays, and the error names it. That the ledger does not answer must not hide the error.
    await ledger.dropEmptyBatch(id).catch(() => {});
    throw error;
  }
  const batch = seal ? unwrap(await ledger.sealBatch(id)) : (await ledger.batch(id))?.batch;
  if (!batch) throw new Error(`batch ${id} is gone`);
  audit(c, {
    action: "task-batch.create",
    record: `task-batch:${id}`,
    after: { name, kind, total: batch.total, sealed: batch.sealed },
  });
  return created(c, batch);
});
