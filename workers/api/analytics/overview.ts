import { createRoute } from "@hono/zod-openapi";
import { Overview } from "../../../shared/contracts/figures.ts";
import { MAX_VALUES } from "../../figures/figure-list.ts";
import { ok, okResponse } from "../http/answers.ts";
import { operation } from "../operation.ts";
import { exampleOverview } from "./examples.ts";
import { computeFigure, figureErrors, figureQuery } from "./figure-route.ts";

const route = createRoute({
  operationId: "showOverview",
  method: "get",
  path: "/api/v1/analytics/overview",
  tags: ["analytics"],
  summary: "Totals, in all and by platform",
  request: { query: figureQuery({}) },
  responses: { 200: okResponse("The totals", Overview, exampleOverview), ...figureErrors },
});

export const showOverview = operation("read", route, async (c) => {
  const query = c.req.valid("query");
  return ok(c, await computeFigure(c, "overview", query, {}, MAX_VALUES));
});
