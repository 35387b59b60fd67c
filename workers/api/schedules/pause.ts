import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleSchedule } from "./examples.ts";
import { ScheduleView, scheduleView } from "./schedule-view.ts";
import { ScheduleNameParam } from "./slot-view.ts";

const route = createRoute({
  operationId: "pauseSchedule",
  method: "post",
  path: "/api/v1/schedules/{name}/pause",
  tags: ["schedules"],
  summary: "Pause a schedule: its slots are skipped until it is resumed",
  request: { params: ScheduleNameParam },
  responses: {
    200: okResponse("The schedule", ScheduleView, {
      ...exampleSchedule,
      paused_at: exampleSchedule.updated_at,
      next_at: null,
      next: [],
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const pauseSchedule = operation("schedules:write", route, async (c) => {
  const { name } = c.req.valid("param");
  const { schedules } = c.get("services");
  const before = scheduleView(await schedules.show(name));
  const after = scheduleView(await schedules.pause(name));
  audit(c, { action: "schedule.pause", record: `schedule:${name}`, before, after });
  return ok(c, after);
});
