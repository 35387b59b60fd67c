import { createRoute } from "@hono/zod-openapi";
import { fieldError } from "../../../shared/errors/validation.ts";
import { TIMING_COLUMNS } from "../../schedule/timing.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { exampleSchedule } from "./examples.ts";
import { checkedTiming, checkPolicy, columnsOf, ScheduleChanges } from "./schedule-fields.ts";
import { checkTask, scheduleCreator } from "./schedule-task.ts";
import { ScheduleView, scheduleView } from "./schedule-view.ts";
import { ScheduleNameParam } from "./slot-view.ts";

const route = createRoute({
  operationId: "updateSchedule",
  method: "patch",
  path: "/api/v1/schedules/{name}",
  tags: ["schedules"],
  summary: "Change a schedule",
  description:
    "Slots that were due before a change of the times, and that no dispatcher had answered, are missed with the reason `edited`. A job of the platform that was changed so is left alone by deploys; `POST /schedules/{name}/reset` takes the change back.",
  request: {
    params: ScheduleNameParam,
    body: jsonBody(ScheduleChanges, {
      cron: exampleSchedule.cron,
      time_zone: "Europe/Berlin",
    }),
  },
  responses: {
    200: okResponse("The schedule", ScheduleView, exampleSchedule),
    ...errorResponses(400, 403, 404, 409, 413, 415, 422),
  },
});

export const updateSchedule = operation("schedules:write", route, async (c) => {
  const { name } = c.req.valid("param");
  const body = c.req.valid("json");
  const { schedules, clock } = c.get("services");
  const before = await schedules.show(name);
  if (before.target === "job" && body.task) throw fieldError("task", "goes with schedules of people only");
  // A person who changes when a task is created, or which one, needs the permissions that its author needed.
  if (before.target === "task")
    checkTask(c, body.task ?? { kind: before.taskKind ?? "", input: before.taskInput ?? {} });
  const creator = before.target === "task" ? { taskCreator: scheduleCreator(c, name) } : {};
  const set = { ...columnsOf(body), ...creator };
  const updated = await schedules.update(name, (current) => {
    const merged = { ...current, ...set };
    // A form sends all fields back; a one-off that has fired keeps its time, which lies in the past.
    const isRetimed = TIMING_COLUMNS.some((field) => merged[field] !== current[field]);
    const timed = isRetimed ? checkedTiming(merged, clock.now()) : merged;
    checkPolicy(timed, clock.now());
    const { kind, cron, everyS, startAt, timeZone } = timed;
    return { ...set, kind, cron, everyS, startAt, timeZone };
  });
  const after = scheduleView(updated);
  audit(c, { action: "schedule.update", record: `schedule:${name}`, before: scheduleView(before), after });
  return ok(c, after);
});
