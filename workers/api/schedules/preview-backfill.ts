import { createRoute, z } from "@hono/zod-openapi";
import { MAX_BACKFILL_SLOTS } from "../../../shared/contracts/schedule.ts";
import { Instant, ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Flag, QueryAt } from "../http/fields.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { checkSpan } from "./backfill-view.ts";
import { ScheduleNameParam } from "./slot-view.ts";

const route = createRoute({
  operationId: "previewScheduleBackfill",
  method: "get",
  path: "/api/v1/schedules/{name}/backfills/preview",
  tags: ["schedules"],
  summary: "Which missed slots a backfill of a span would run",
  request: {
    params: ScheduleNameParam,
    query: z.strictObject({
      from: QueryAt.describe("First minute, Unix ms"),
      to: QueryAt.describe("Last minute, Unix ms"),
      with_skipped: Flag.describe("Skipped slots too"),
    }),
  },
  responses: {
    200: okResponse(
      "The slots",
      z.object({
        count: z.number().int().describe(`At most ${MAX_BACKFILL_SLOTS}`),
        sample: z.array(Instant).describe("The first 20"),
        last: Instant.nullable(),
      }),
      { count: 2, sample: [EXAMPLE_NOW - 120_000, EXAMPLE_NOW - 60_000], last: EXAMPLE_NOW - 60_000 },
    ),
    ...errorResponses(400, 404, 422),
  },
});

export const previewScheduleBackfill = operation("read", route, async (c) => {
  const { name } = c.req.valid("param");
  const { from, to, with_skipped } = c.req.valid("query");
  const { schedules, backfills } = c.get("services");
  checkSpan({ from, to });
  await schedules.show(name);
  const span = { schedule: name, fromAt: from, toAt: to, withSkipped: with_skipped === "true" };
  return ok(c, await backfills.preview(span));
});
