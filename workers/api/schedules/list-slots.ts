import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleSlot } from "./examples.ts";
import { ScheduleNameParam, SlotView, scheduleNotFound, slotView } from "./slot-view.ts";

const route = createRoute({
  operationId: "listScheduleSlots",
  method: "get",
  path: "/api/v1/schedules/{name}/slots",
  tags: ["schedules"],
  summary: "Slots of a schedule, newest first: fired, skipped or late, and why",
  request: {
    params: ScheduleNameParam,
    query: z.strictObject({ limit: limitParam(200, 50), cursor: cursorParam }),
  },
  responses: {
    200: okResponse("A page of slots", pageOf(SlotView), { items: [exampleSlot], next_cursor: null }),
    ...errorResponses(400, 404, 422),
  },
});

const cursor = cursorOf("schedule-slots", z.number().int().nonnegative());

export const listScheduleSlots = operation("read", route, async (c) => {
  const { name } = c.req.valid("param");
  const { limit, cursor: before } = c.req.valid("query");
  const slots = await c.get("services").schedules.slots(name, limit + 1, cursor.decode(before));
  if (!slots) throw scheduleNotFound(name);
  return ok(
    c,
    toPage(slots.map(slotView), limit, (last) => cursor.encode(last.slot_at)),
  );
});
