import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleSchedule } from "./examples.ts";
import { ScheduleView, scheduleView } from "./schedule-view.ts";
import { ScheduleNameParam } from "./slot-view.ts";

const route = createRoute({
  operationId: "showSchedule",
  method: "get",
  path: "/api/v1/schedules/{name}",
  tags: ["schedules"],
  summary: "Show a schedule, a deleted one too",
  request: { params: ScheduleNameParam },
  responses: { 200: okResponse("The schedule", ScheduleView, exampleSchedule), ...errorResponses(404, 422) },
});

export const showSchedule = operation("read", route, async (c) =>
  ok(c, scheduleView(await c.get("services").schedules.show(c.req.valid("param").name))),
);
