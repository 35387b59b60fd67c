import { createRoute, z } from "@hono/zod-openapi";
import { HOUR_MS } from "../../../shared/time.ts";
import { Instant, ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";

/** A strip has no more spans than a screen can show apart. */
const SPANS = { "48": { hours: 1, spans: 48 }, "168": { hours: 4, spans: 42 } } as const;

const Count = z.number().int();
const Span = z.object({
  at: Instant.describe("Begin of the span"),
  fired: Count,
  late: Count,
  skipped: Count,
  missed: Count,
  failed: Count.describe("Ran and ended with an error; not among fired and late"),
});

const route = createRoute({
  operationId: "showScheduleStrips",
  method: "get",
  path: "/api/v1/schedules/strips",
  tags: ["schedules"],
  summary: "How the slots of all schedules ended in the last 48 hours or 7 days",
  request: { query: z.strictObject({ hours: z.enum(["48", "168"]).default("48") }) },
  responses: {
    200: okResponse(
      "Spans with slots, by schedule",
      z.object({
        from: Instant,
        span_ms: z.number().int(),
        spans: z.number().int(),
        schedules: z.array(z.object({ name: z.string(), spans: z.array(Span) })),
      }),
      {
        from: EXAMPLE_NOW,
        span_ms: HOUR_MS,
        spans: 48,
        schedules: [
          {
            name: "dispatch-keywords",
            spans: [{ at: EXAMPLE_NOW, fired: 59, late: 1, skipped: 0, missed: 0, failed: 0 }],
          },
        ],
      },
    ),
    ...errorResponses(400, 422),
  },
});

export const showScheduleStrips = operation("read", route, async (c) => {
  const { hours, spans } = SPANS[c.req.valid("query").hours];
  const strips = await c.get("services").schedules.strips(spans, hours * HOUR_MS);
  const schedules = [...strips.schedules].map(([name, counted]) => ({
    name,
    spans: [...counted]
      .sort(([a], [b]) => a - b)
      .map(([span, { fired = 0, late = 0, skipped = 0, missed = 0, failed = 0 }]) => ({
        at: strips.from + span * strips.spanMs,
        ...{ fired, late, skipped, missed, failed },
      })),
  }));
  return ok(c, { from: strips.from, span_ms: strips.spanMs, spans, schedules });
});
