import { createRoute, z } from "@hono/zod-openapi";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { created, createdResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { At } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { BackfillView, backfillView, checkSpan, exampleBackfill } from "./backfill-view.ts";
import { checkTask } from "./schedule-task.ts";
import { ScheduleNameParam } from "./slot-view.ts";

const route = createRoute({
  operationId: "createScheduleBackfill",
  method: "post",
  path: "/api/v1/schedules/{name}/backfills",
  tags: ["schedules"],
  summary: "Run the missed slots of a span, one after the other, each once",
  description: "It begins with the next tick, within a minute, and goes on when a Worker dies.",
  request: {
    params: ScheduleNameParam,
    body: jsonBody(z.strictObject({ from: At, to: At, with_skipped: z.boolean().default(false) }), {
      from: exampleBackfill.from,
      to: exampleBackfill.to,
    }),
  },
  responses: {
    201: createdResponse("The backfill", BackfillView, exampleBackfill),
    ...errorResponses(400, 403, 404, 409, 413, 415, 422),
  },
});

export const createScheduleBackfill = operation("schedules:write", route, async (c) => {
  const { name } = c.req.valid("param");
  const { from, to, with_skipped } = c.req.valid("json");
  const { schedules, backfills } = c.get("services");
  checkSpan({ from, to });
  const schedule = await schedules.show(name);
  assertNotDeleted(name, schedule);
  if (schedule.target === "task")
    checkTask(c, { kind: schedule.taskKind ?? "", input: schedule.taskInput ?? {} });
  const span = { schedule: name, fromAt: from, toAt: to, withSkipped: with_skipped };
  const after = backfillView(await backfills.start(span, principalOf(c).label));
  audit(c, { action: "schedule.backfill", record: `schedule:${name}`, after });
  return created(c, after);
});
