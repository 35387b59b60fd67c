import { createRoute, z } from "@hono/zod-openapi";
import { CoverageCard, INDEX_DAYS, MarketIndexPoint } from "../../../shared/contracts/coverage.ts";
import { JOB_FILTER_SHAPE } from "../../../shared/contracts/job-filter.ts";
import { INDEX_METHOD } from "../../../shared/domain/market-index.ts";
import { exampleCard } from "../coverage/examples.ts";
import { periodOf } from "../coverage/period.ts";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";

const route = createRoute({
  operationId: "showMarketIndex",
  method: "get",
  path: "/api/v1/analytics/index",
  tags: ["coverage"],
  summary:
    "How the number of postings moves, by searches read completely on both sides of each day; 100 on the first",
  description:
    "New keywords do not move it, and neither does a blocked platform: a search counts only against itself.",
  request: {
    query: z.strictObject({
      platform: JOB_FILTER_SHAPE.platform,
      from: JOB_FILTER_SHAPE.from.describe("First day, the base; 90 days before the last when left out"),
      to: JOB_FILTER_SHAPE.to.describe("Last day; today when left out"),
    }),
  },
  responses: {
    200: okResponse("One point a day", z.object({ points: z.array(MarketIndexPoint), card: CoverageCard }), {
      points: [
        { day: "2026-10-24", value: 100, cells: 0 },
        { day: "2026-10-25", value: 100.4, cells: 611 },
      ],
      card: { ...exampleCard, method: INDEX_METHOD },
    }),
    ...errorResponses(422),
  },
});

export const showMarketIndex = operation("read", route, async (c) => {
  const { coverage, clock } = c.get("services");
  const { platform = [], ...range } = c.req.valid("query");
  const period = periodOf(range, clock.now(), INDEX_DAYS);
  const { points, asOf } = await coverage.marketIndex(platform, period);
  return ok(c, { points, card: { ...period, method: INDEX_METHOD, as_of: asOf } });
});
