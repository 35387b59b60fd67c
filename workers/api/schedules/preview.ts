import { createRoute, z } from "@hono/zod-openapi";
import { CatchUp, ScheduleKind } from "../../../shared/contracts/schedule.ts";
import { shortestPeriod } from "../../../shared/domain/schedule/policy.ts";
import { nextSlots } from "../../../shared/domain/schedule/slots.ts";
import { timingOf } from "../../schedule/timing.ts";
import { Instant, ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { checkedTiming, checkPolicy, policyFields, timingFields } from "./schedule-fields.ts";

const SHOWN = 5;

/** Reads a number from a query. */
const Typed = z.coerce.number<string>();

const route = createRoute({
  operationId: "previewSchedule",
  method: "get",
  path: "/api/v1/schedules/preview",
  tags: ["schedules"],
  summary: "The next five slots of times that are not saved, and what is wrong with them",
  request: {
    query: z.strictObject({
      kind: ScheduleKind.default("cron"),
      cron: timingFields.cron.unwrap().optional(),
      every_s: Typed.pipe(timingFields.every_s.unwrap()).optional(),
      start_at: Typed.pipe(timingFields.start_at.unwrap()).optional(),
      time_zone: timingFields.time_zone.default("Asia/Shanghai"),
      catch_up: CatchUp.default("once"),
      catch_up_max: Typed.pipe(policyFields.catch_up_max.unwrap()).optional(),
      max_lateness_s: Typed.pipe(policyFields.max_lateness_s.unwrap()).optional(),
    }),
  },
  responses: {
    200: okResponse(
      "The next slots",
      z.object({
        next: z.array(Instant),
        shortest_period_s: z.number().int().describe("Between the two nearest of the next 200 slots"),
      }),
      { next: [EXAMPLE_NOW + 60_000, EXAMPLE_NOW + 120_000], shortest_period_s: 60 },
    ),
    ...errorResponses(400, 422),
  },
});

export const previewSchedule = operation("read", route, async (c) => {
  const query = c.req.valid("query");
  const now = c.get("services").clock.now();
  const { kind, cron = null, every_s: everyS = null, start_at: startAt = null, time_zone: timeZone } = query;
  const timed = checkedTiming({ kind, cron, everyS, startAt, timeZone }, now);
  const { catch_up: catchUp, catch_up_max: catchUpMax = null, max_lateness_s: maxLatenessS = null } = query;
  checkPolicy({ ...timed, catchUp, catchUpMax, maxLatenessS }, now);
  const timing = timingOf(timed);
  const period = Math.round(shortestPeriod(timing, now) / 1000);
  return ok(c, { next: nextSlots(timing, now, SHOWN), shortest_period_s: period });
});
