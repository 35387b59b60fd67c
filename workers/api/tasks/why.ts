import { createRoute } from "@hono/zod-openapi";
import { Why } from "../../../shared/contracts/task.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { TaskIdParam, taskInReach } from "./find-task.ts";

const route = createRoute({
  operationId: "explainTask",
  method: "get",
  path: "/api/v1/tasks/{id}/why",
  tags: ["tasks"],
  summary: "Why a task does not run at this moment, and when it probably starts",
  request: { params: TaskIdParam },
  responses: {
    200: okResponse("Its present blocker", Why, {
      blocker: "position",
      message: "12 tasks come before it",
      position: 12,
      waits_for: [],
      until: null,
      starts_at: EXAMPLE_NOW + 45_000,
      rate_per_minute: 17.3,
    }),
    ...errorResponses(404, 422),
  },
});

export const explainTask = operation("tasks:read", route, async (c) => {
  const { id } = c.req.valid("param");
  const { ledger } = await taskInReach(c, id);
  const why = await ledger.why(id, principalOf(c).reach);
  if (!why) throw new ApiError("not_found", `no task ${id}`);
  return ok(c, why);
});
