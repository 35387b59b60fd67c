import { createRoute, z } from "@hono/zod-openapi";
import { Distribution, FigureDimension } from "../../../shared/contracts/figures.ts";
import { MAX_VALUES } from "../../figures/figure-list.ts";
import { ok, okResponse } from "../http/answers.ts";
import { limitParam } from "../http/cursor.ts";
import { operation } from "../operation.ts";
import { exampleDistribution } from "./examples.ts";
import { computeFigure, figureErrors, figureQuery } from "./figure-route.ts";

const route = createRoute({
  operationId: "showDistribution",
  method: "get",
  path: "/api/v1/analytics/distributions/{dimension}",
  tags: ["analytics"],
  summary: "How postings spread over the values of a dimension",
  request: {
    params: z.object({ dimension: FigureDimension.openapi({ example: "city" }) }),
    query: figureQuery({ limit: limitParam(MAX_VALUES, 20) }),
  },
  responses: { 200: okResponse("The values", Distribution, exampleDistribution), ...figureErrors },
});

export const showDistribution = operation("read", route, async (c) => {
  const { limit, ...query } = c.req.valid("query");
  const { dimension } = c.req.valid("param");
  return ok(c, await computeFigure(c, "distribution", query, { dimension }, limit));
});
