import { createRoute, z } from "@hono/zod-openapi";
import { Instant, ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { exampleSlot } from "./examples.ts";
import { SlotView, slotView } from "./slot-view.ts";

const Schedule = z.object({
  name: z.string(),
  cron: z.string(),
  time_zone: z.string(),
  enabled: z.boolean(),
  next_at: Instant.nullable(),
  last_slot: SlotView.nullable(),
});

const route = createRoute({
  operationId: "listSchedules",
  method: "get",
  path: "/api/v1/schedules",
  tags: ["schedules"],
  summary: "What runs by the clock",
  responses: {
    200: okResponse("All schedules", z.object({ items: z.array(Schedule), next_cursor: z.null() }), {
      items: [
        {
          name: "dispatch-keywords",
          cron: "* * * * *",
          time_zone: "Asia/Shanghai",
          enabled: true,
          next_at: EXAMPLE_NOW + 60_000,
          last_slot: exampleSlot,
        },
      ],
      next_cursor: null,
    }),
    ...errorResponses(),
  },
});

export const listSchedules = operation("read", route, async (c) => {
  const schedules = await c.get("services").schedules.list();
  const items = schedules.map(({ name, cron, timeZone, enabled, nextAt, lastSlot }) => ({
    name,
    cron,
    time_zone: timeZone,
    enabled,
    next_at: nextAt,
    last_slot: lastSlot && slotView(lastSlot),
  }));
  return ok(c, { items, next_cursor: null });
});
