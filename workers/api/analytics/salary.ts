import { createRoute, z } from "@hono/zod-openapi";
import { FigureDimension, SALARY_SORTS, Salary } from "../../../shared/contracts/figures.ts";
import { MAX_VALUES } from "../../figures/figure-list.ts";
import { ok, okResponse } from "../http/answers.ts";
import { limitParam } from "../http/cursor.ts";
import { operation } from "../operation.ts";
import { exampleSalary } from "./examples.ts";
import { computeFigure, figureErrors, figureQuery } from "./figure-route.ts";

const route = createRoute({
  operationId: "showSalary",
  method: "get",
  path: "/api/v1/analytics/salary",
  tags: ["analytics"],
  summary: "Percentiles of salaries, in all and by the values of a dimension",
  request: {
    query: figureQuery({
      by: FigureDimension.optional().describe("Groups by it"),
      sort: z
        .enum(SALARY_SORTS)
        .default("n")
        .describe(
          "`median`: best paid first among the 500 most frequent values, those with few postings last",
        ),
      limit: limitParam(MAX_VALUES, 20),
    }),
  },
  responses: { 200: okResponse("The percentiles", Salary, exampleSalary), ...figureErrors },
});

export const showSalary = operation("read", route, async (c) => {
  const { limit, by = null, sort, ...query } = c.req.valid("query");
  return ok(c, await computeFigure(c, "salary", query, { by, sort }, limit));
});
