import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { WholeListQuery, wholeList } from "../http/whole-list.ts";
import { operation } from "../operation.ts";
import { exampleSchedule } from "./examples.ts";
import { ScheduleView, scheduleView } from "./schedule-view.ts";

const route = createRoute({
  operationId: "listSchedules",
  method: "get",
  path: "/api/v1/schedules",
  tags: ["schedules"],
  summary: "What runs by the clock, with its next and its last slots",
  request: { query: WholeListQuery },
  responses: {
    200: okResponse("A page of the schedules", pageOf(ScheduleView), {
      items: [exampleSchedule],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

const list = wholeList("schedules", ({ name }: { name: string }) => name);

export const listSchedules = operation("read", route, async (c) => {
  const page = list.page(await c.get("services").schedules.list(), c.req.valid("query"));
  return ok(c, { ...page, items: page.items.map(scheduleView) });
});
