import { createRoute } from "@hono/zod-openapi";
import { SalaryMatrix } from "../../../shared/contracts/figures.ts";
import { MAX_MATRIX_CITIES } from "../../figures/figure-list.ts";
import { ok, okResponse } from "../http/answers.ts";
import { limitParam } from "../http/cursor.ts";
import { operation } from "../operation.ts";
import { exampleSalaryMatrix } from "./examples.ts";
import { computeFigure, figureErrors, figureQuery } from "./figure-route.ts";

const route = createRoute({
  operationId: "showSalaryMatrix",
  method: "get",
  path: "/api/v1/analytics/salary-matrix",
  tags: ["analytics"],
  summary: "Salaries by experience, degree and city",
  request: { query: figureQuery({ limit: limitParam(MAX_MATRIX_CITIES, 8) }) },
  responses: { 200: okResponse("The cells", SalaryMatrix, exampleSalaryMatrix), ...figureErrors },
});

export const showSalaryMatrix = operation("read", route, async (c) => {
  const { limit, ...query } = c.req.valid("query");
  return ok(c, await computeFigure(c, "salary_matrix", query, {}, limit));
});
