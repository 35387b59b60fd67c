import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleSlot } from "./examples.ts";
import { ScheduleNameParam, SlotView, slotView } from "./slot-view.ts";

const route = createRoute({
  operationId: "runSchedule",
  method: "post",
  path: "/api/v1/schedules/{name}/run",
  tags: ["schedules"],
  summary: "Run a schedule now, once; skipped while a run of it goes on",
  request: { params: ScheduleNameParam },
  responses: {
    200: okResponse("The slot it took", SlotView, { ...exampleSlot, trigger: "manual" }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const runSchedule = operation("schedules:write", route, async (c) => {
  const { name } = c.req.valid("param");
  const slot = await c.get("services").schedules.run(name, c.get("requestId"));
  audit(c, { action: "schedule.run", record: `schedule:${name}`, after: slotView(slot) });
  return ok(c, slotView(slot));
});
