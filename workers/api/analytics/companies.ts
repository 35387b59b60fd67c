import { createRoute } from "@hono/zod-openapi";
import { TopCompanies } from "../../../shared/contracts/figures.ts";
import { MAX_VALUES } from "../../figures/figure-list.ts";
import { ok, okResponse } from "../http/answers.ts";
import { limitParam } from "../http/cursor.ts";
import { operation } from "../operation.ts";
import { exampleTopCompanies } from "./examples.ts";
import { computeFigure, figureErrors, figureQuery } from "./figure-route.ts";

const route = createRoute({
  operationId: "listTopCompanies",
  method: "get",
  path: "/api/v1/analytics/companies",
  tags: ["analytics"],
  summary: "Companies with most postings",
  request: { query: figureQuery({ limit: limitParam(MAX_VALUES, 20) }) },
  responses: { 200: okResponse("The companies", TopCompanies, exampleTopCompanies), ...figureErrors },
});

export const listTopCompanies = operation("read", route, async (c) => {
  const { limit, ...query } = c.req.valid("query");
  return ok(c, await computeFigure(c, "companies", query, {}, limit));
});
