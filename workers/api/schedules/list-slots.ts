import { createRoute, z } from "@hono/zod-openapi";
import { SlotReason, SlotStatus } from "../../../shared/contracts/schedule.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { QueryAt } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleSlot } from "./examples.ts";
import { ScheduleNameParam, SlotView, slotView } from "./slot-view.ts";

const route = createRoute({
  operationId: "listScheduleSlots",
  method: "get",
  path: "/api/v1/schedules/{name}/slots",
  tags: ["schedules"],
  summary: "Slots of a schedule, newest first: fired, late, skipped or missed, and why",
  request: {
    params: ScheduleNameParam,
    query: z.strictObject({
      status: SlotStatus.optional(),
      reason: SlotReason.optional(),
      from: QueryAt.optional().describe("Slots from then on, Unix ms"),
      to: QueryAt.optional().describe("Slots until then, Unix ms"),
      limit: limitParam(200, 50),
      cursor: cursorParam,
    }),
  },
  responses: {
    200: okResponse("A page of slots", pageOf(SlotView), { items: [exampleSlot], next_cursor: null }),
    ...errorResponses(400, 404, 422),
  },
});

const cursor = cursorOf("schedule-slots", z.number().int().nonnegative());

export const listScheduleSlots = operation("read", route, async (c) => {
  const { name } = c.req.valid("param");
  const { limit, cursor: before, status, reason, from, to } = c.req.valid("query");
  const filter = { ...(status && { status: [status] }), ...(reason && { reason: [reason] }), from, to };
  const slots = await c.get("services").schedules.slots(name, filter, limit + 1, cursor.decode(before));
  return ok(
    c,
    toPage(slots.map(slotView), limit, (last) => cursor.encode(last.slot_at)),
  );
});
