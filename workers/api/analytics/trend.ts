import { createRoute } from "@hono/zod-openapi";
import { MAX_TREND_DAYS, Trend } from "../../../shared/contracts/figures.ts";
import { chinaDayOf, daysBetween } from "../../../shared/domain/china-day.ts";
import { fieldError } from "../../../shared/errors/validation.ts";
import { MAX_VALUES } from "../../figures/figure-list.ts";
import { ok, okResponse } from "../http/answers.ts";
import { operation } from "../operation.ts";
import { exampleTrend } from "./examples.ts";
import { computeFigure, figureErrors, figureQuery } from "./figure-route.ts";

const route = createRoute({
  operationId: "showTrend",
  method: "get",
  path: "/api/v1/analytics/trend",
  tags: ["analytics"],
  summary: "New and open postings per day of China",
  request: { query: figureQuery({}) },
  responses: { 200: okResponse("A line of days", Trend, exampleTrend), ...figureErrors },
});

export const showTrend = operation("read", route, async (c) => {
  const query = c.req.valid("query");
  if (
    query.from !== undefined &&
    daysBetween(query.from, query.to ?? chinaDayOf(c.get("services").clock.now())) > MAX_TREND_DAYS
  )
    throw fieldError("from", `is more than ${MAX_TREND_DAYS} days before the end`);
  return ok(c, await computeFigure(c, "trend", query, {}, MAX_VALUES));
});
