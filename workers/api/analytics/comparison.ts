import { createRoute, z } from "@hono/zod-openapi";
import { COMPARED_DIMENSIONS, Comparison, MAX_COMPARED } from "../../../shared/contracts/figures.ts";
import { fieldError } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { operation } from "../operation.ts";
import { exampleComparison } from "./examples.ts";
import { computeFigure, figureErrors, figureQuery } from "./figure-route.ts";

const route = createRoute({
  operationId: "showComparison",
  method: "get",
  path: "/api/v1/analytics/comparison",
  tags: ["analytics"],
  summary: `Keywords or platforms side by side: those of the filter, or the ${MAX_COMPARED} with most postings`,
  request: { query: figureQuery({ by: z.enum(COMPARED_DIMENSIONS).default("keyword") }) },
  responses: { 200: okResponse("Side by side", Comparison, exampleComparison), ...figureErrors },
});

export const showComparison = operation("read", route, async (c) => {
  const { by, ...query } = c.req.valid("query");
  if ((query[by]?.length ?? 0) > MAX_COMPARED) throw fieldError(by, `holds more than ${MAX_COMPARED} items`);
  return ok(c, await computeFigure(c, "comparison", query, { by }, MAX_COMPARED));
});
