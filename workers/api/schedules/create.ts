import { createRoute, z } from "@hono/zod-openapi";
import { created, createdResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { exampleSchedule } from "./examples.ts";
import { checkedTiming, checkPolicy, ScheduleName, ScheduleTask, scheduleFields } from "./schedule-fields.ts";
import { checkTask, scheduleCreator } from "./schedule-task.ts";
import { ScheduleView, scheduleView } from "./schedule-view.ts";

const NewSchedule = z.strictObject({
  name: ScheduleName,
  title: scheduleFields.title.default(null),
  kind: scheduleFields.kind.default("cron"),
  cron: scheduleFields.cron.default(null),
  every_s: scheduleFields.every_s.default(null),
  start_at: scheduleFields.start_at.default(null),
  time_zone: scheduleFields.time_zone.default("Asia/Shanghai"),
  enabled: scheduleFields.enabled.default(true),
  catch_up: scheduleFields.catch_up.default("once"),
  catch_up_max: scheduleFields.catch_up_max.default(null),
  max_lateness_s: scheduleFields.max_lateness_s.default(null),
  rerun: scheduleFields.rerun.default(false),
  task: ScheduleTask,
});

const route = createRoute({
  operationId: "createSchedule",
  method: "post",
  path: "/api/v1/schedules",
  tags: ["schedules"],
  summary: "Create a schedule whose slots create tasks",
  description:
    "The caller needs the permission to create tasks too. A pair of settings that contradicts itself is refused with a sentence.",
  request: {
    body: jsonBody(NewSchedule, {
      name: exampleSchedule.name,
      title: exampleSchedule.title,
      cron: exampleSchedule.cron,
      max_lateness_s: 7200,
      task: exampleSchedule.task,
    }),
  },
  responses: {
    201: createdResponse("The schedule", ScheduleView, exampleSchedule),
    ...errorResponses(400, 403, 409, 413, 415, 422),
  },
});

export const createSchedule = operation("schedules:write", route, async (c) => {
  const { name, task, ...body } = c.req.valid("json");
  const { schedules, clock } = c.get("services");
  checkTask(c, task);
  const fields = checkedTiming(
    {
      ...{ title: body.title, enabled: body.enabled, rerun: body.rerun },
      ...{ kind: body.kind, cron: body.cron, everyS: body.every_s, startAt: body.start_at },
      timeZone: body.time_zone,
      ...{ catchUp: body.catch_up, catchUpMax: body.catch_up_max, maxLatenessS: body.max_lateness_s },
      ...{ taskKind: task.kind, taskInput: task.input, taskCreator: scheduleCreator(c, name) },
    },
    clock.now(),
  );
  checkPolicy(fields, clock.now());
  const after = scheduleView(await schedules.create(name, fields, principalOf(c).label));
  audit(c, { action: "schedule.create", record: `schedule:${name}`, after });
  return created(c, after);
});
