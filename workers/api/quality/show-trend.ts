import { createRoute, z } from "@hono/zod-openapi";
import { Channel, DataType, Platform } from "../../../shared/contracts/platform.ts";
import { QualityCell } from "../../../shared/contracts/quality.ts";
import { QUALITY_FIELDS } from "../../../shared/domain/quality/quality-fields.ts";
import { periodOf } from "../coverage/period.ts";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleCell } from "./examples.ts";

const TREND_DAYS = 30;

const FIELDS = [
  ...new Set(Object.values(QUALITY_FIELDS).flatMap((fields) => fields.map(({ name }) => name))),
];

const route = createRoute({
  operationId: "showQualityTrend",
  method: "get",
  path: "/api/v1/quality/trend",
  tags: ["quality"],
  summary: "One field day by day, each day beside the baseline that it had",
  request: {
    query: z.strictObject({
      platform: Platform,
      channel: Channel.default("web"),
      data_type: DataType.default("job"),
      field: z.enum(FIELDS).describe("As GET /quality names it"),
      from: z.iso.date("is not a day").optional().describe(`${TREND_DAYS} days before to when left out`),
      to: z.iso.date("is not a day").optional().describe("Today when left out"),
    }),
  },
  responses: {
    200: okResponse("The days that have rows, in order", z.object({ days: z.array(QualityCell) }), {
      days: [exampleCell],
    }),
    ...errorResponses(422, 503),
  },
});

export const showQualityTrend = operation("read", route, async (c) => {
  const { data_type: dataType, from, to, ...field } = c.req.valid("query");
  const { quality, clock } = c.get("services");
  const period = periodOf({ from, to }, clock.now(), TREND_DAYS);
  return ok(c, { days: await quality.trend({ ...field, ...period, dataType }) });
});
