import { createRoute, z } from "@hono/zod-openapi";
import { TaskCheckpoint } from "../../../shared/contracts/task.ts";
import type { StoredCheckpoint } from "../../../shared/contracts/task-ledger.ts";
import { DAY_MS } from "../../../shared/time.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { wholeList, wholeListParams } from "../http/whole-list.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { TaskIdParam, taskInReach } from "./find-task.ts";

export const exampleCheckpoint = {
  seq: 3,
  fence: 1,
  cursor: '{"day":"2026-11-03"}',
  bytes: 0,
  sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  previous_sha256: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
  by: "task",
  created_at: EXAMPLE_NOW - 1000,
  expires_at: EXAMPLE_NOW - 1000 + 30 * DAY_MS,
  problem: null,
} satisfies TaskCheckpoint;

const route = createRoute({
  operationId: "listTaskCheckpoints",
  method: "get",
  path: "/api/v1/tasks/{id}/checkpoints",
  tags: ["tasks"],
  summary: "The latest checkpoints of a task, newest first; a broken or expired one says so",
  request: { params: TaskIdParam, query: z.strictObject(wholeListParams) },
  responses: {
    200: okResponse("Its checkpoints", pageOf(TaskCheckpoint), {
      next_cursor: null,
      items: [exampleCheckpoint],
    }),
    ...errorResponses(400, 404, 422),
  },
});

const list = wholeList("task-checkpoints", ({ seq }: TaskCheckpoint) => String(seq));

export const listTaskCheckpoints = operation("tasks:read", route, async (c) => {
  const { id } = c.req.valid("param");
  const { ledger } = await taskInReach(c, id);
  const items = (await ledger.checkpoints(id)).map(
    ({ body: _, body_key: __, body_sha256: ___, ...shown }: StoredCheckpoint) => shown,
  );
  return ok(c, list.page(items, c.req.valid("query")));
});
