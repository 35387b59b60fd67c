import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { ScheduleNameParam } from "./slot-view.ts";

const Line = z.object({
  kind: z.string(),
  count: z.number().int(),
  kept_days: z.number().int().nullable().describe("How long it is kept; null for what ends by itself"),
});

const route = createRoute({
  operationId: "previewScheduleRun",
  method: "post",
  path: "/api/v1/schedules/{name}/dry-run",
  tags: ["schedules"],
  summary: "Count what a run of the job would delete now; nothing is deleted. Only clean-up has a dry run",
  request: { params: ScheduleNameParam },
  responses: {
    200: okResponse("What would be deleted", z.object({ items: z.array(Line) }), {
      items: [
        { kind: "slots", count: 1240, kept_days: 30 },
        { kind: "sessions", count: 3, kept_days: null },
      ],
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const previewScheduleRun = operation("schedules:write", route, async (c) => {
  const lines = await c.get("services").schedules.dryRun(c.req.valid("param").name);
  return ok(c, { items: lines.map(({ kind, count, keptDays }) => ({ kind, count, kept_days: keptDays })) });
});
