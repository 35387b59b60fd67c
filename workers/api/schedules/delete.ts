import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Restore, restoreOf } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleSchedule } from "./examples.ts";
import { ScheduleView, scheduleView } from "./schedule-view.ts";
import { ScheduleNameParam } from "./slot-view.ts";

const route = createRoute({
  operationId: "deleteSchedule",
  method: "delete",
  path: "/api/v1/schedules/{name}",
  tags: ["schedules"],
  summary: "Remove a schedule of people; for 30 days it can be brought back with its slots",
  request: { params: ScheduleNameParam },
  responses: {
    200: okResponse("The removed schedule", z.object({ schedule: ScheduleView, restore: Restore }), {
      schedule: { ...exampleSchedule, deleted_at: exampleSchedule.updated_at, next_at: null, next: [] },
      restore: { method: "POST", path: `/api/v1/schedules/${exampleSchedule.name}/restore` },
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const deleteSchedule = operation("schedules:write", route, async (c) => {
  const { name } = c.req.valid("param");
  const { schedules } = c.get("services");
  const before = scheduleView(await schedules.show(name));
  const schedule = scheduleView(await schedules.remove(name));
  audit(c, { action: "schedule.delete", record: `schedule:${name}`, before });
  return ok(c, { schedule, restore: restoreOf("schedules", name) });
});
