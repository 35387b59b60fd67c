import { createRoute, z } from "@hono/zod-openapi";
import { DataType } from "../../../shared/contracts/platform.ts";
import { QualityCell } from "../../../shared/contracts/quality.ts";
import { chinaDayOf } from "../../../shared/domain/china-day.ts";
import { Instant, ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { exampleCell } from "./examples.ts";

const Answer = z.object({
  day: z.iso.date(),
  data_type: DataType,
  measured_at: Instant.nullable().describe("When the rows were last measured; null before the first time"),
  fields: z.array(QualityCell).describe("Each field of each platform and channel that has rows on the day"),
});

const route = createRoute({
  operationId: "listQuality",
  method: "get",
  path: "/api/v1/quality",
  tags: ["quality"],
  summary: "How well each field was filled in the rows collected on a day, beside the 28 days before",
  request: {
    query: z.strictObject({
      day: z.iso.date("is not a day").optional().describe("Day of China; today when left out"),
      data_type: DataType.default("job"),
    }),
  },
  responses: {
    200: okResponse("The fields", Answer, {
      day: "2026-11-21",
      data_type: "job",
      measured_at: EXAMPLE_NOW,
      fields: [exampleCell],
    }),
    ...errorResponses(422, 503),
  },
});

export const listQuality = operation("read", route, async (c) => {
  const { day: asked, data_type } = c.req.valid("query");
  const { quality, clock } = c.get("services");
  const day = asked ?? chinaDayOf(clock.now());
  const [measured_at, fields] = await Promise.all([quality.measuredAt(), quality.day(day, data_type)]);
  return ok(c, { day, data_type, measured_at, fields });
});
