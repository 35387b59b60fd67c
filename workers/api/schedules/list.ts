import { createRoute, z } from "@hono/zod-openapi";
import { Instant, ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { WholeListQuery, wholeList } from "../http/whole-list.ts";
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
  request: { query: WholeListQuery },
  responses: {
    200: okResponse("A page of the schedules", pageOf(Schedule), {
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
    ...errorResponses(400, 422),
  },
});

const list = wholeList("schedules", ({ name }: { name: string }) => name);

export const listSchedules = operation("read", route, async (c) => {
  const schedules = await c.get("services").schedules.list();
  const all = schedules.map(({ name, cron, timeZone, enabled, nextAt, lastSlot }) => ({
    name,
    cron,
    time_zone: timeZone,
    enabled,
    next_at: nextAt,
    last_slot: lastSlot && slotView(lastSlot),
  }));
  return ok(c, list.page(all, c.req.valid("query")));
});
