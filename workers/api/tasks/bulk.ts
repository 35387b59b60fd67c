import { createRoute } from "@hono/zod-openapi";
import { TaskId, TaskPriority } from "../../../shared/contracts/task.ts";
import { bulkBody, bulkResponses, startBulk } from "../bulk-actions/start.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";

const route = createRoute({
  operationId: "actOnTasksInBulk",
  method: "post",
  path: "/api/v1/tasks/bulk",
  tags: ["tasks", "bulk actions"],
  summary:
    "Retry, resume, restart, recover, skip, cancel or reprioritise many tasks, named or selected by a filter",
  request: {
    body: jsonBody(bulkBody("tasks", TaskId).extend({ priority: TaskPriority.optional() }), {
      action: "retry",
      filter: { state: "failed", kind: "data.validate" },
      rate: { first: 100, per_minute: 100 },
    }),
  },
  responses: bulkResponses,
});

export const actOnTasksInBulk = operation("tasks:write", route, (c) => {
  const { ids, filter, rate, priority, ...wanted } = c.req.valid("json");
  return startBulk(c, "tasks", { ...wanted, ids, filter, rate, priority });
});
