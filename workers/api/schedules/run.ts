import { createRoute } from "@hono/zod-openapi";
import { answer, errors, ok } from "../http/answers.ts";
import { audit, operation } from "../http/context.ts";
import { ScheduleNameParam, SlotView, scheduleNotFound, slotView } from "./slot-view.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/schedules/{name}/run",
  tags: ["schedules"],
  summary: "Run a schedule's job now, once",
  request: { params: ScheduleNameParam },
  responses: { 200: answer("The slot it took", SlotView), ...errors(404, 413, 422) },
});

export const runSchedule = operation("schedules:write", route, async (c) => {
  const { name } = c.req.valid("param");
  const slot = await c.get("services").schedules.run(name, c.get("requestId"));
  if (!slot) throw scheduleNotFound(name);
  audit(c, { action: "schedule.run", record: `schedule:${name}`, after: slotView(slot) });
  return ok(c, slotView(slot));
});
