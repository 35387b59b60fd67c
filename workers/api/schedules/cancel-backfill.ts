import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { BackfillParam, BackfillView, backfillView, exampleBackfill } from "./backfill-view.ts";

const route = createRoute({
  operationId: "cancelScheduleBackfill",
  method: "post",
  path: "/api/v1/schedules/{name}/backfills/{id}/cancel",
  tags: ["schedules"],
  summary: "Cancel a backfill: slots that have not run stay missed",
  request: { params: BackfillParam },
  responses: {
    200: okResponse("The backfill", BackfillView, { ...exampleBackfill, state: "cancelled" }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const cancelScheduleBackfill = operation("schedules:write", route, async (c) => {
  const { name, id } = c.req.valid("param");
  const after = backfillView(await c.get("services").backfills.cancel(name, id));
  audit(c, { action: "schedule.cancel-backfill", record: `schedule:${name}`, after });
  return ok(c, after);
});
