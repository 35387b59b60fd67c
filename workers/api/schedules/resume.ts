import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleSchedule } from "./examples.ts";
import { ScheduleView, scheduleView } from "./schedule-view.ts";
import { ScheduleNameParam } from "./slot-view.ts";

const route = createRoute({
  operationId: "resumeSchedule",
  method: "post",
  path: "/api/v1/schedules/{name}/resume",
  tags: ["schedules"],
  summary: "Resume a paused schedule; the slots of the pause are not made up for",
  request: { params: ScheduleNameParam },
  responses: {
    200: okResponse("The schedule", ScheduleView, exampleSchedule),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const resumeSchedule = operation("schedules:write", route, async (c) => {
  const { name } = c.req.valid("param");
  const { schedules } = c.get("services");
  const before = scheduleView(await schedules.show(name));
  const after = scheduleView(await schedules.resume(name));
  audit(c, { action: "schedule.resume", record: `schedule:${name}`, before, after });
  return ok(c, after);
});
