import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { WholeListQuery, wholeList } from "../http/whole-list.ts";
import { operation } from "../operation.ts";
import { BackfillView, backfillView, exampleBackfill } from "./backfill-view.ts";
import { ScheduleNameParam } from "./slot-view.ts";

const route = createRoute({
  operationId: "listScheduleBackfills",
  method: "get",
  path: "/api/v1/schedules/{name}/backfills",
  tags: ["schedules"],
  summary: "The newest 50 backfills of a schedule, with their progress",
  request: { params: ScheduleNameParam, query: WholeListQuery },
  responses: {
    200: okResponse("A page of the backfills", pageOf(BackfillView), {
      items: [exampleBackfill],
      next_cursor: null,
    }),
    ...errorResponses(400, 404, 422),
  },
});

const list = wholeList("schedule-backfills", ({ id }: { id: string }) => id);

export const listScheduleBackfills = operation("read", route, async (c) => {
  const { name } = c.req.valid("param");
  const { schedules, backfills } = c.get("services");
  await schedules.show(name);
  const page = list.page(await backfills.list(name), c.req.valid("query"));
  return ok(c, { ...page, items: page.items.map(backfillView) });
});
