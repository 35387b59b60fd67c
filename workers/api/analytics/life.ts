import { createRoute } from "@hono/zod-openapi";
import { FigureDimension, LifeFigure } from "../../../shared/contracts/figures.ts";
import { ok, okResponse } from "../http/answers.ts";
import { limitParam } from "../http/cursor.ts";
import { operation } from "../operation.ts";
import { exampleLife } from "./examples.ts";
import { computeFigure, figureErrors, figureQuery } from "./figure-route.ts";

/** Curves that one chart can tell apart, with some more for the table. */
const MAX_GROUPS = 20;

const route = createRoute({
  operationId: "showTimeOnline",
  method: "get",
  path: "/api/v1/analytics/life",
  tags: ["analytics"],
  summary: "How long postings are online: survival curves with open postings counted as open",
  request: {
    query: figureQuery({
      by: FigureDimension.optional().describe("One curve for each of its most frequent values"),
      limit: limitParam(MAX_GROUPS, 6),
    }),
  },
  responses: { 200: okResponse("The curves", LifeFigure, exampleLife), ...figureErrors },
});

export const showTimeOnline = operation("read", route, async (c) => {
  const { limit, by = null, ...query } = c.req.valid("query");
  return ok(c, await computeFigure(c, "life", query, { by }, limit));
});
